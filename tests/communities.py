"""Small communities for tests, and ways to compare what they leave behind to the last bit."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pandas as pd

from simulator import Community, Playbook, Run, Scenario
from simulator.lab.run import TABLES
from simulator.playbook import verbs
from simulator.world.behaviour import REMOVED, VISIBLE

# So lively that within a week everything happens: replies, removals, blocks, arrivals, departures, new roles.
BUSY = {
    "population.visits_per_day": 2.5,
    "population.voice_share": 0.6,
    "platform.members_per_board": 60,
    "platform.glances_per_hour": 3,
    "behaviour.start_base": 0.06,
    "behaviour.answer_base": 0.15,
    "behaviour.like_base": 0.15,
    "behaviour.follow_share": 0.3,
    "behaviour.flag_chance": 0.4,
    "behaviour.false_flag_chance": 0.01,
    "behaviour.incivility_base": -1.5,
    "behaviour.silence_days_min": 1,
    "behaviour.away_days_min": 0.5,
    "behaviour.leave_base": 0.03,
    "behaviour.role_window_days": 2,
    "behaviour.mishap_chance": 0.03,
    "behaviour.spammer_share": 0.1,
    "behaviour.downvote_chance": 0.3,
    "behaviour.appeal_readiness": 1,
    "platform.downvotes": True,
    "platforms": ["site", "chat"],
    "newcomers_per_1000_members_per_day": 40,
}
BUSY_TEAM = {
    "team.shifts": [
        {"begins": 8, "ends": 20, "utc_offset_hours": 1, "minutes_per_hour": 30},
        {"begins": 20, "ends": 8, "utc_offset_hours": -5, "minutes_per_hour": 10, "lead": True},
    ],
    "team.judgement": 0.8,
    "team.volunteers": 4,
    "team.escalate": ["illegal", "attack"],
    "netiquette.notice": "explained",
    "netiquette.ladder": [{"step": "block", "hours": 24}],
    "moderation.filter": "remove",
    "moderation.filter_threshold": 2.5,
    "moderation.review_first": "first_posts",
    "moderation.prompt": True,
    "moderation.delete_criticism": True,
}


def busy(name: str = "forum", members: int = 150, days: int = 6, **changes) -> Scenario:
    """Return a shipped scenario made small and lively."""
    return Scenario.load(name).replace({**BUSY, "members": members, "days": days, **changes})


def strict(name: str = "balanced", **changes) -> Playbook:
    """Return a shipped playbook with people at all hours and a block after every removal."""
    playbook = Playbook.load(name)
    return playbook.replace({**BUSY_TEAM, **changes}) if playbook.moderation.handle_flags else playbook


class Meddler:
    """A tactic that uses nearly every verb, on targets that depend on the state alone."""

    def on_hour(self, community: Community) -> None:
        """Publish, answer, remove, hide, restore, keep, warn, enlist, block and exclude, now and then."""
        hour, content = community.hour, community.content
        if hour % 5 == 0:
            verbs.publish(community, None, board=hour % len(content.boards), appeal=2.0)
        status = content.posts["status"][: content.post_count]
        visible, removed = np.flatnonzero(status == VISIBLE), np.flatnonzero(status == REMOVED)
        if hour % 4 == 0 and len(visible):
            verbs.reply(community, None, int(visible[-1]))
        if hour % 7 == 0 and len(visible) > 3:
            verbs.remove(community, None, int(visible[hour % len(visible)]), reason="by lot")
            verbs.keep(community, None, int(visible[(hour + 1) % len(visible)]))
        if hour % 13 == 0 and len(removed):
            verbs.restore(community, None, int(removed[hour % len(removed)]))
        present = np.flatnonzero(community.members.present())
        if hour % 3 == 0 and len(present) > 20:
            verbs.block(community, None, int(present[7 * hour % len(present)]), hours=1 + hour % 30)
        if hour % 9 == 0 and len(visible) > 3:
            verbs.hide(community, None, int(visible[(hour + 2) % len(visible)]))
        if hour % 6 == 0 and len(present) > 20:
            verbs.warn(community, None, int(present[3 * hour % len(present)]), notice="blunt")
            verbs.enlist(community, None, int(present[2 * hour % len(present)]))
        if hour % 11 == 0 and len(present) > 20:
            verbs.exclude(community, None, int(present[5 * hour % len(present)]))


@cache
def lived(engine: str, members: int = 150, days: int = 6, seed: int = 7) -> Community:
    """Return a busy community after its days, shared by the tests that only look at it."""
    community = Community(
        busy(members=members, days=days), strict(), seed=seed, engine=engine, tactics=[Meddler()]
    )
    return community.run_for(days=days)


def table_bytes(table: pd.DataFrame) -> dict[str, bytes]:
    """Return every column of a table, and its index, as bytes that say type and value."""
    columns = {"index": table.index, **{name: table[name] for name in table.columns}}
    found = {}
    for name, column in columns.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            values = np.array(column.astype(str), dtype="U")
        elif column.dtype.kind in "ifbu":
            values = column.to_numpy()
        else:
            values = np.array(column.tolist(), dtype="U")
        found[name] = f"{column.dtype} {len(column)} ".encode() + values.tobytes()
    return found


def differences(one: Run, other: Run) -> list[str]:
    """Return the names of the columns in which two runs are not equal bit for bit."""
    found = []
    for name in TABLES:
        left, right = table_bytes(getattr(one, name)), table_bytes(getattr(other, name))
        assert list(left) == list(right), f"the columns of {name} differ"
        found += [f"{name}.{column}" for column in left if left[column] != right[column]]
    return found


def digest(run: Run) -> str:
    """Return one hash of all tables of a run."""
    total = hashlib.sha256()
    for name in TABLES:
        for column, content in table_bytes(getattr(run, name)).items():
            total.update(f"{name}.{column} ".encode() + content)
    return total.hexdigest()


def hidden_state(community: Community) -> dict[str, bytes]:
    """Return what the tables do not show but the future depends on: ties, threads, feeds, the queue."""
    content, members = community.content, community.members
    parts = {
        "followees": members.followees[: members.count],
        "pull": members["pull"],
        "away": members["away_until_hour"],
        "hot": content.hot,
        "queue": content.queue[: content.queue_count],
        "counts": content.counts,
    }
    threads = np.asarray(content.threads[: content.thread_count])
    boards = np.asarray(content.boards)
    parts |= {f"threads.{name}": threads[name] for name in threads.dtype.names}
    parts |= {f"boards.{name}": boards[name] for name in boards.dtype.names}
    return {name: np.ascontiguousarray(array).tobytes() for name, array in parts.items()}
