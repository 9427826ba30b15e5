"""Six tasks: what a team's minutes went to, by the tasks that the German professional association names.

The BVCM (Bundesverband Community Management) lists dialogue and interaction; building; engagement; support;
monitoring and reporting; and leadership of the community's opinion leaders. Which act counts as which is our
choice. Announcing and advertising for reach stand apart, as they are a social media manager's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from .charts import shares
from .given import must_be_run, shown
from .sentences import as_percent, joined
from .theme import Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.run import Run

TASKS = (
    "Dialogue and interaction", "Building", "Engagement", "Support", "Monitoring and reporting",
    "Leading opinion leaders",
)  # fmt: skip
NONE_OF_THEM = "Announcing and advertising"
_OF_VERB = {
    "publish": TASKS[0], "reply": TASKS[0], "disclose": TASKS[0], "state": TASKS[0], "tell_wish": TASKS[0],
    "greet": TASKS[1], "invite": TASKS[1], "advertise": NONE_OF_THEM,
    "open_contest": TASKS[2], "close_contest": TASKS[2], "feature": TASKS[2], "thank": TASKS[2], "award": TASKS[2],
    "check_wish": TASKS[3], "forward": TASKS[3], "ship_wish": TASKS[3], "escalate": TASKS[3],
    "befriend": TASKS[5], "enlist": TASKS[5], "brief": TASKS[5],
}  # fmt: skip
_SUPPORT_REASONS = ("answer to a complaint", "answer to a question", "answer to a wish")
_MODERATION = TASKS[4]  # looking after posts and people: whatever is none of the above


def task_of(verb: str, reason: str = "", kind: str = "") -> str:
    """Return which of `TASKS` an act belongs to, or `NONE_OF_THEM`.

    Args:
        verb, reason: as in the audit log; an answer to a complaint, a question or a wish is support.
        kind: of the post that was published or answered; publishing an announcement or news is none of the tasks.
    """
    for name, value in (("verb", verb), ("reason", reason), ("kind", kind)):
        if not isinstance(value, str):
            raise ValueError(f"{name} must be a text, as in the audit log, got {shown(value)}")
    if verb == "publish" and kind in ("announcement", "news"):
        return NONE_OF_THEM
    if verb == "reply" and reason.removesuffix(" (private)") in _SUPPORT_REASONS:
        return TASKS[3]
    return _OF_VERB.get(verb, _MODERATION)


def by_task(run: Run) -> pd.DataFrame:
    """Return acts, minutes and euros by task, the six and then `NONE_OF_THEM`; 0 where nothing was done."""
    must_be_run(run)
    acts = run.actions
    kinds = (
        run.posts["kind"].astype(str).reindex(acts["target"]).where(acts["target_kind"].eq("post").to_numpy(), "")
    )
    task = [task_of(*act) for act in zip(acts["verb"], acts["reason"], kinds, strict=True)]
    table = pd.DataFrame({"task": task, "acts": 1, "minutes": acts["minutes"], "euros": acts["money"]})
    sums = table.groupby("task")[["acts", "minutes", "euros"]].sum()
    return sums.reindex([*TASKS, NONE_OF_THEM], fill_value=0).rename_axis("task")


def task_shares(runs: Mapping[str, Run]) -> Picture:
    """Return which share of its minutes each team gave to each task, for two runs by name.

    Raises:
        ValueError: if there are not two.
    """
    if not isinstance(runs, Mapping):
        raise ValueError(f"runs must be two by name, got {type(runs).__name__}")
    if len(runs) != 2:
        raise ValueError(f"runs must be two by name, got {len(runs)}")
    minutes = {name: by_task(run)["minutes"] for name, run in runs.items()}
    parts = {name: spent / (spent.sum() or 1) for name, spent in minutes.items()}
    with themed():
        figure = picture(height=5)
        axes = panel(figure, 0.28, 0.13, 0.65, 0.78, "Where the team's minutes went")
        shares(axes, [*TASKS, NONE_OF_THEM], parts)
        axes.legend(frameon=False, loc="center right")
    figure.says = " ".join(_told(name, parts[name], minutes[name].sum()) for name in runs)
    return figure


def _told(name: str, part: pd.Series, minutes: float) -> str:
    if not minutes:
        return f"{name[:1].upper() + name[1:]} spent no minutes."
    some = part[part > 0].sort_values(ascending=False, kind="stable")
    given = joined(f"{as_percent(share)} to {task.lower()}" for task, share in some.items())
    none = [task.lower() for task in TASKS if not part[task]]
    nothing = f", and none to {joined(none)}" if none else ""
    return f"{name[:1].upper() + name[1:]} gave {given}{nothing}, of {minutes:,.0f} minutes."
