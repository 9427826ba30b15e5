"""Appeals: what a form does to how many appeal, and to those who are in the right.

E40 is after Atreja et al. 2023, who let some of those who appealed to the moderators of a very large forum fill in
a form first. Here an appeal takes a click or a form (`netiquette.appeal_effort` .1 or .4). A bot tells authors of
removals, lest a person's temper differ between the runs; there is no ladder, so that nobody is shut out who could
appeal; and much is flagged, false flags being as rare beside rightful ones as anywhere. An appeal that is granted
counts when the post broke no rule: where fewer are heard, fewer are granted by mistake, too, and that is no harm.
"""

from __future__ import annotations

from ..run import simulate
from .experiment import Quantities, experiment, part, percent_change
from .places import ALL_DAY, TALKATIVE, balanced, forum

CLICK, FORM = 0.1, 0.4
_TALK = TALKATIVE | {
    "members": 1_500,
    "days": 45,
    "behaviour.flag_chance": 0.05,
    "behaviour.false_flag_chance": 0.0003,
}
_COURT = {"netiquette.notice_by": "bot", "netiquette.ladder": []}


@experiment("E40", treated="removals_form")
def appeal_form(seed: int) -> Quantities:
    """Let appeals take a click or a form; count removals, appeals, and those that are rightly granted."""
    counted: dict[str, float] = {}
    for arm, effort in (("click", CLICK), ("form", FORM)):
        run = simulate(forum(_TALK), balanced(ALL_DAY, _COURT, {"netiquette.appeal_effort": effort}), seed=seed)
        granted = run.actions.loc[run.actions["verb"] == "overturn", "target"]
        counted |= {
            f"removals_{arm}": int(run.hourly["removals"].sum()),
            f"appeals_{arm}": int(run.hourly["appeals"].sum()),
            f"granted_{arm}": int((~run.posts["breaks_rules"].reindex(granted)).sum()),
        }
    return counted


@part("E40a")
def appeals_to_hear(total: Quantities) -> float:
    """The team sees fewer appeals."""
    return percent_change(total["appeals_form"], total["appeals_click"])


@part("E40b")
def appeals_granted(total: Quantities) -> float:
    """As many as before are granted to those in the right."""
    return percent_change(total["granted_form"], total["granted_click"])
