"""Small communities for tests, and ways to compare what they leave behind to the last bit."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
import pandas as pd

from simulator import Community, Playbook, Run, Scenario
from simulator.lab.run import TABLES
from simulator.playbook import verbs
from simulator.world.behaviour import (
    COMPLAINT,
    HELD,
    HIDDEN,
    POST_KINDS,
    REMOVED,
    STRATEGIES,
    TONES,
    VISIBLE,
    WISH,
)

# So lively that within a week everything happens: replies, removals, blocks, arrivals, departures, new roles,
# breaches of every kind, complaints, votes, appeals.
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
    "behaviour.mishap_chance": 0.1,
    "behaviour.wish_chance": 0.03,
    "behaviour.praise_chance": 0.05,
    "behaviour.wish_feasible": 0.8,
    "behaviour.me_too": 0.1,
    "behaviour.defect_base": 0.02,
    "behaviour.purchase_base": 0.2,
    "behaviour.share_chance": 0.03,
    "behaviour.crisis_pull": 1,
    "behaviour.press_notices": 60,
    "behaviour.press_draws": 0.5,
    "behaviour.bond_half_life_days": 2,
    "behaviour.goal_driven_share": 0.5,
    "behaviour.off_topic_unknowing": 0.6,
    "behaviour.illegal_share": 0.1,
    "behaviour.spammer_share": 0.1,
    "behaviour.downvote_chance": 0.3,
    "behaviour.appeal_readiness": 1,
    "behaviour.morale_overruled": 0.6,
    "platform.downvotes": True,
    "platforms": ["site", "chat"],
    "newcomers_per_1000_members_per_day": 40,
    "crises": [
        {"day": 1, "kind": "leader_turns", "cluster": "preventable", "severity": 0.6, "affected": 0.05},
        {"day": 3, "hour": 2, "affected": 0.2, "lasts_hours": 5, "revealed_after_hours": 20, "severity": 0.6},
    ],
}
BUSY_TEAM = {
    "team.shifts": [
        {"begins": 8, "ends": 20, "utc_offset_hours": 1, "minutes_per_hour": 30},
        {"begins": 20, "ends": 8, "utc_offset_hours": -5, "minutes_per_hour": 10, "lead": True},
    ],
    "team.judgement": 0.8,
    "team.volunteers": 4,
    "team.volunteer_minutes": 15,
    "team.escalate": ["illegal", "attack"],
    "netiquette.rules": {"incivility": "remove", "spam": "remove", "off_topic": "hide", "attack": "remove",
                         "illegal": "remove"},
    "netiquette.strikes_for": ["incivility", "spam", "off_topic", "attack", "illegal"],
    "netiquette.ladder": [{"step": "warning"}, {"step": "block", "hours": 24}, {"step": "exclude"}],
    "moderation.filter": "remove",
    "moderation.filter_threshold": 2.5,
    "moderation.review_first": "first_posts",
    "moderation.prompt": True,
    "moderation.prompt_threshold": 1.5,
    "moderation.delete_criticism": True,
    "engagement.welcome": "person",
    "engagement.answer_first_posts_hours": 24,
    "engagement.calendar": [
        {"day": "daily", "hour": 9, "kind": "starter"}, {"day": "daily", "hour": 15, "kind": "announcement"},
    ],
    "engagement.contest": {"every_days": 2, "lasts_days": 1, "appeal": 2, "minutes": 5},
    "engagement.features_per_week": 30,
    "engagement.thanks_per_week": 10,
    "engagement.badges": 5,
    "engagement.invitations_per_week": 5,
    "engagement.ambassadors": 2,
    "engagement.minutes_per_ambassador": 5,
    "engagement.ads_per_day": 5,
    "care.tones": {"question": "explaining", "complaint": "playful", "praise": "empathetic"},
    "care.public_replies": 3,
    "care.give_up_hours": 12,
    "care.ship_days": 1,
    "care.wishes_at_a_time": 5,
    "crisis.delay_hours": 2,
    "crisis.disclose_early": True,
    "crisis.updates_every_hours": 8,
    "crisis.briefed": 2,
    "crisis.minutes_per_statement": 10,
    "crisis.then": [{"after_hours": 30, "strategy": "deny"}],
}  # fmt: skip


def busy(name: str = "forum", members: int = 150, days: int = 6, **changes) -> Scenario:
    """Return a shipped scenario made small and lively."""
    return Scenario.load(name).replace({**BUSY, "members": members, "days": days, **changes})


def strict(name: str = "balanced", **changes) -> Playbook:
    """Return a shipped playbook with people at all hours, a filter, a short ladder, and no love of criticism.

    Tones of notices stay as they are, who explains removals explains why criticism goes, and the overstretched
    have a bot, hold what looks like a breach, and break their promises.
    """
    playbook = Playbook.load(name)
    if not playbook.moderation.handle_flags:
        return playbook
    own = {"moderation.explain_deletion": playbook.netiquette.notice == "explained"}
    if name == "overstretched":
        own |= {"moderation.filter": "hold", "moderation.order": "most_flagged", "netiquette.notice_by": "bot"}
        own |= {"crisis.keep_promises": False}
    return playbook.replace({**BUSY_TEAM, **own, **changes})


def posts_that_are(community: Community, status: int) -> np.ndarray:
    """Return the numbers of the posts in this state, oldest first."""
    return np.flatnonzero(community.content.posts["status"][: community.content.post_count] == status)


class Meddler:
    """A tactic that uses every verb, on targets that depend on the state alone."""

    def on_hour(self, community: Community) -> None:
        """Speak, take down and put back, warn, enlist, block and send away, now and then."""
        self.speak(community)
        self.look_at_posts(community)
        self.look_at_members(community)
        self.win_people(community)
        self.run_contests(community)
        self.fulfil_wishes(community)
        self.face_the_crisis(community)

    def speak(self, community: Community) -> None:
        """Publish and answer."""
        hour = community.hour
        if hour % 5 == 0:
            kind = POST_KINDS[hour % len(POST_KINDS)]
            verbs.publish(community, None, board=hour % len(community.content.boards), appeal=2.0, kind=kind)
        visible = posts_that_are(community, VISIBLE)
        if hour % 4 == 0 and len(visible):
            how = {"tone": TONES[hour // 4 % len(TONES)], "private": hour % 16 == 0, "by_person": hour % 8 == 0}
            verbs.reply(community, None, int(visible[-1]), compensation_euros=5.0 * (hour % 12 == 0), **how)
            verbs.feature(community, None, int(visible[0]))

    def win_people(self, community: Community) -> None:
        """Greet, invite, thank, award and befriend members."""
        hour, present = community.hour, np.flatnonzero(community.members.present())
        acts = (verbs.greet, verbs.invite, verbs.thank, verbs.award, verbs.befriend)
        if hour % 2 == 0 and len(present) > 20:
            acts[hour // 2 % len(acts)](community, None, int(present[13 * hour % len(present)]))

    def run_contests(self, community: Community) -> None:
        """Open a contest, and close it, at certain hours."""
        if community.hour % 30 == 11 and not community.k.contest:
            verbs.open_contest(community, None, appeal=3.0, hours=12, money=10)
        elif community.hour % 30 == 22 and community.k.contest:
            verbs.close_contest(community, None)

    def fulfil_wishes(self, community: Community) -> None:
        """Check the first wish in sight, pass it on, ship it and tell of it, one step an hour."""
        posts = community.content.posts[: community.content.post_count]
        wishes = np.flatnonzero((posts["kind"] == WISH) & (posts["status"] == VISIBLE) & (posts["author"] >= 0))
        if not len(wishes):
            return
        wish = int(wishes[0])
        step = community.hour % 4
        if step == 0:
            verbs.check_wish(community, None, wish)
        elif step == 1 and all(wish != other for _, other in community.cases.wishes):
            verbs.forward(community, None, wish, ship_hours=50)
        elif step == 2:
            verbs.ship_wish(community, None, wish)
        elif step == 3 and community.hour % 24 == 3:
            verbs.tell_wish(community, None, wish)

    def face_the_crisis(self, community: Community) -> None:
        """Say it first, brief somebody, and say one thing after the other."""
        storm = community.storm
        if storm is None:
            return
        if not storm.is_out:
            if community.hour > storm.began:
                verbs.disclose(community, None)
            return
        if community.hour % 7 == 0:
            strategy = STRATEGIES[community.hour // 7 % len(STRATEGIES)]
            verbs.state(
                community, None, strategy, apology=True, promise_hours=3, by_person=community.hour % 2 == 0
            )
            present = np.flatnonzero(community.members.present())
            if len(present):  # everybody may have left
                verbs.brief(community, None, int(present[community.hour % len(present)]))

    def look_at_posts(self, community: Community) -> None:
        """Remove, hide, keep, release and restore posts, delete criticism, and look at removals again."""
        hour, posts = community.hour, community.content.posts

        def one(status: int) -> int | None:
            found = posts_that_are(community, status)
            return int(found[hour % len(found)]) if len(found) > 3 else None

        for every, verb, status in (
            (7, verbs.remove, VISIBLE), (7, verbs.keep, VISIBLE), (9, verbs.hide, VISIBLE),
            (8, verbs.release, HELD), (13, verbs.restore, REMOVED), (21, verbs.restore, HIDDEN),
            (17, verbs.overturn, REMOVED), (19, verbs.uphold, REMOVED),
        ):  # fmt: skip
            post = one(status) if hour % every == 0 else None
            if post is not None:
                verb(community, None, post, reason="by lot")
        visible = posts_that_are(community, VISIBLE)
        critical = visible[(posts["kind"][visible] == COMPLAINT) & (posts["breach"][visible] == 0)]
        if hour % 10 == 0 and len(critical):
            verbs.delete_criticism(community, None, int(critical[0]), explained=hour % 20 == 0)

    def look_at_members(self, community: Community) -> None:
        """Block, warn, enlist and exclude members."""
        hour = community.hour

        def one(stride: int) -> int | None:
            present = np.flatnonzero(community.members.present())
            return int(present[stride * hour % len(present)]) if len(present) > 20 else None

        for every, stride, verb, how in (
            (3, 7, verbs.block, {"hours": 1 + hour % 30}), (6, 3, verbs.warn, {"notice": "blunt"}),
            (6, 2, verbs.enlist, {}), (11, 5, verbs.exclude, {}),
        ):  # fmt: skip
            member = one(stride) if hour % every == 0 else None
            if member is not None:
                verb(community, None, member, **how)


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
    """Return what the tables do not show but the future depends on: ties, threads, feeds, the queue, the team."""
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
    state = {name: np.ascontiguousarray(array).tobytes() for name, array in parts.items()}
    # All that makes a person, not only what a fork is said to take over; a float's repr tells it to the last bit.
    other = ("model", "pos", "unique_id")
    team = [[item for item in vars(one).items() if item[0] not in other] for one in community.managers]
    state |= {"team": repr(team).encode(), "cases": repr(vars(community.cases)).encode()}
    state["storm"] = repr(community.storm).encode()
    return state | {"house": repr(community.house).encode()}
