"""Members: one row a member, one documented column a trait or state."""

from __future__ import annotations

import numpy as np

from .compiled import records

NOBODY = -1
NEVER = -(2**30)
FOREVER = 2**30

# (name, type, what it is, unit). The order is the order of `run.members`.
TRAITS = (
    ("visits_per_day", "f8", "visits a day while not away, before pull and rhythm", "1/day"),
    ("voice", "f8", "readiness to write; the median member who writes at all has 1", "ratio"),
    ("taste", "f8", "position of interests on a line, 0 to 1", "position"),
    ("incivility", "f8", "own log-odds of breaking the rules at an even mood", "log-odds"),
    ("spammer", "i4", "1 for somebody who came to advertise", "flag"),
    ("utc_offset_hours", "i4", "time zone of the member's clock", "hours"),
    ("board", "i4", "home board (sub-forum, channel)", "board"),
    ("joined_hour", "i4", "hour of joining; founders joined before hour 0", "hour of run"),
    (
        "source",
        "i4",
        "what brought the member: 0 founder, 1 word_of_mouth, 2 search, 3 ads, 4 press, 5 raid",
        "code",
    ),
    ("goal_driven", "i4", "1 for somebody who cares for badges", "flag"),
)
STATE = (
    ("role", "i4", "0 lurker, 1 creator, 2 influencer: read from behaviour once a day", "code"),
    ("mood", "f8", "mood at the last visit, -1 to 1", "score"),
    ("trust", "f8", "trust in the brand, 0 to 1", "share"),
    ("belonging", "f8", "sense of belonging, 0 to 1", "share"),
    ("fluency", "f8", "command of the community's language and style, 0 to 1", "share"),
    ("loyalty", "f8", "loyalty to the brand, 0 to 1; follows the mean of trust and belonging", "share"),
    ("norm", "f8", "how usual rudeness seems of late: 0 decent, 1 nothing else, below 0 frowned upon", "score"),
    ("rules_known", "f8", "command of the place's rules, 0 to 1", "share"),
    ("fairness", "f8", "how fair the team seems, 0 to 1", "share"),
    ("grudge", "f8", "grudge against the team, 0 to 1", "share"),
    ("deterrence", "f8", "fear of sanctions after the last one, 0 to 1; fades from deterrence_hour on", "share"),
    ("restraint", "f8", "lessons learned from sanctions, 0 to 1", "share"),
    ("deterrence_hour", "i4", "hour when deterrence was last brought up to date", "hour of run"),
    ("mood_hour", "i4", "hour when mood was last brought up to date", "hour of run"),
    ("contributions", "i4", "posts and replies ever written, history before hour 0 included", "posts"),
    ("posts", "i4", "threads started in this run", "posts"),
    ("replies", "i4", "replies written in this run", "posts"),
    ("answers_received", "i4", "replies received in this run", "posts"),
    ("likes_given", "i4", "likes given in this run", "likes"),
    ("likes_received", "i4", "likes received in this run", "likes"),
    ("flags_given", "i4", "flags given in this run", "flags"),
    ("readings", "i4", "posts read in this run", "posts"),
    ("visits", "i4", "visits in this run", "visits"),
    ("removals", "i4", "own posts removed by the team", "posts"),
    ("warnings", "i4", "warnings received in this run", "warnings"),
    ("blocks", "i4", "temporary blocks received in this run", "blocks"),
    ("strikes", "i4", "strikes that count towards the next step of the ladder", "strikes"),
    ("strike_hour", "i4", "hour of the latest strike", "hour of run"),
    ("satisfaction", "f8", "satisfaction with product and service, 0 to 1", "share"),
    ("expects_help", "f8", "hope that complaining helps, 0 to 1", "share"),
    ("customer", "i4", "1 for a customer of the brand", "flag"),
    ("unsaid", "i4", "1 when something went wrong and nothing was said of it", "flag"),
    ("aware", "i4", "number of the latest crisis known of, 0 for none", "number"),
    ("outrage", "f8", "outrage at the brand, 0 to 1; fades", "share"),
    ("blame", "f8", "what a crisis left: above 0 held against the brand, below 0 to its credit", "score"),
    ("outsider", "i4", "1 for somebody who came because of a storm and never belonged", "flag"),
    ("zest", "f8", "readiness to write that recognition gives and prizes take, -1 to 1; fades", "score"),
    ("official_share", "f8", "share of what was read of late that the team wrote", "share"),
    ("bond", "f8", "personal bond with the team, 0 to 1", "share"),
    ("ambassador", "i4", "1 for an ambassador of the brand", "flag"),
    ("greetings", "i4", "greetings received in this run", "greetings"),
    ("thanks", "i4", "thanks received from the team in this run", "thanks"),
    ("awards", "i4", "awards received in this run", "awards"),
    ("entered", "i4", "post of the contest last entered, -1 for none", "post"),
    ("champion", "i4", "1 for somebody whom the team won to set an example", "flag"),
    ("audience", "i4", "members who follow this member", "members"),
    ("last_visit_seconds", "i8", "start of the last visit, seconds since hour 0", "seconds"),
    ("last_contribution_hour", "i4", "hour of the last post or reply", "hour of run"),
    ("silent_until_hour", "i4", "does not write of own accord before this hour", "hour of run"),
    ("blocked_until_hour", "i4", "may read but not act before this hour", "hour of run"),
    ("left_hour", "i4", "hour of leaving for good; far in the future for those who are here", "hour of run"),
    ("inbox_post", "i4", "latest unread reply to an own post, -1 for none", "post"),
    ("last_thread", "i4", "the thread last started, -1 for none", "thread row"),
    ("following", "i4", "ties this member ever made; the oldest give way to new ones", "members"),
    (
        "errand",
        "i4",
        "what a member comes to say on the next visit: 0 none, 1 question, 2 complaint, 3 wish, 4 praise, 5 talk",
        "code",
    ),
    ("visited_days", "i8", "bit d is set when the member visited on day d after joining (0 to 62)", "bits"),
)

# What every visit and every midnight touch lies first in a row and fills four cache lines of 64 bytes; a row has
# six. At a million members most of the time goes into fetching lines.
_TOUCHED_FIRST = (
    "last_visit_seconds", "visited_days", "mood", "trust", "belonging", "loyalty", "fluency", "voice", "taste",
    "mood_hour", "board", "joined_hour", "visits", "readings", "inbox_post", "silent_until_hour",
    "blocked_until_hour", "contributions", "last_contribution_hour", "left_hour", "role", "audience", "errand",
    "norm", "rules_known", "fairness", "grudge", "restraint", "champion", "ambassador", "customer", "zest",
    "official_share", "bond", "satisfaction", "expects_help", "entered", "goal_driven", "unsaid",
    "aware", "outrage", "blame", "outsider",
)  # fmt: skip
_CACHE_LINE = 64
_KINDS = {name: kind for name, kind, _, _ in TRAITS + STATE}
_LAYOUT = (*_TOUCHED_FIRST, *(name for name in _KINDS if name not in _TOUCHED_FIRST))
_PACKED = np.dtype([(name, _KINDS[name]) for name in _LAYOUT], align=True)
MEMBER = np.dtype(
    {
        "names": list(_LAYOUT),
        "formats": [_KINDS[name] for name in _LAYOUT],
        "offsets": [_PACKED.fields[name][1] for name in _LAYOUT],
        "itemsize": -(-_PACKED.itemsize // _CACHE_LINE) * _CACHE_LINE,
    },
    align=True,
)
COLUMNS = {name: (text, unit) for name, _, text, unit in TRAITS + STATE}


def _rows(capacity: int) -> np.ndarray:
    """Return empty rows that begin where a cache line does."""
    raw = np.zeros(capacity * MEMBER.itemsize + _CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % _CACHE_LINE
    return records(raw[start : start + capacity * MEMBER.itemsize].view(MEMBER))


class Members:
    """All members of a community, in columns.

    `rows` is a structured array: whoever lets one member live touches one short run of memory. Three columns
    that the clock needs of everybody in every hour are kept apart so that a pass over them stays quick:
    `visits_per_hour`, `pull` and `away_until_hour` (with the time zone as `zone`, an index from 0).

    Attributes:
        count: number of members ever, those who left included; ids are 0 to count - 1.
        rows: shape (capacity,), dtype `MEMBER`.
        followees: shape (capacity, ties_kept), member ids, -1 for an empty place.
    """

    ties_kept = 8

    def __init__(self, capacity: int) -> None:
        """Reserve room for `capacity` members; none exists yet."""
        self.count = 0
        self.rows = _rows(capacity)
        self.visits_per_hour = np.zeros(capacity)
        self.pull = np.zeros(capacity)
        self.away_until_hour = np.zeros(capacity, dtype=np.int32)
        self.zone = np.zeros(capacity, dtype=np.int8)
        self.followees = np.full((capacity, self.ties_kept), NOBODY, dtype=np.int32)

    _ARRAYS = ("rows", "visits_per_hour", "pull", "away_until_hour", "zone", "followees")

    def __getitem__(self, column: str) -> np.ndarray:
        """Return one column, shape (count,), as a view that can be written to.

        Raises:
            KeyError: for a column that does not exist; names those that do.
        """
        if column in ("visits_per_hour", "pull", "away_until_hour"):
            return getattr(self, column)[: self.count]
        if column not in COLUMNS:
            raise KeyError(f"members have no column {column!r}; known: {', '.join(COLUMNS)}")
        return self.rows[column][: self.count]

    def present(self) -> np.ndarray:
        """Return which members are still here, shape (count,), bool."""
        return self["left_hour"] == FOREVER

    def reserve(self, extra: int) -> None:
        """Make sure that `extra` members can join without another allocation."""
        needed = self.count + extra
        capacity = len(self.rows)
        if needed <= capacity:
            return
        larger = Members(max(needed, capacity + capacity // 4 + 64))
        larger.count = self.count
        for name in self._ARRAYS:
            getattr(larger, name)[: self.count] = getattr(self, name)[: self.count]
        self.__dict__.update(larger.__dict__)

    def copy(self) -> Members:
        """Return an independent copy."""
        twin = Members(len(self.rows))
        twin.count = self.count
        for name in self._ARRAYS:
            getattr(twin, name)[:] = getattr(self, name)
        return twin
