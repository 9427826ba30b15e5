"""Census: what a community counts at midnight, and the roles it reads from behaviour."""

from __future__ import annotations

import math

import numpy as np

from .activity import CREATOR, INFLUENCER, LURKER
from .compiled import records, rule
from .constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .members import FOREVER, Members

# (name, type, what it is, unit): the columns of `run.hourly`.
HOUR_COLUMNS = (
    ("members", "i8", "members present at the end of the hour", "members"),
    ("arrivals", "i8", "newcomers", "members"),
    ("departures", "i8", "members who left for good", "members"),
    ("visitors", "i8", "members who visited", "members"),
    ("visits", "i8", "looks they took", "visits"),
    ("readings", "i8", "posts and replies read", "readings"),
    ("posts", "i8", "threads started", "posts"),
    ("replies", "i8", "replies written", "posts"),
    ("likes", "i8", "likes given", "likes"),
    ("downvotes", "i8", "down-votes given", "votes"),
    ("flags_given", "i8", "flags given", "flags"),
    ("complaints", "i8", "threads started to complain", "posts"),
    ("wishes", "i8", "threads started to wish for something", "posts"),
    ("praise", "i8", "threads started to praise", "posts"),
    ("entries", "i8", "entries to contests", "posts"),
    ("answered", "i8", "threads that got their first answer", "posts"),
    ("shares", "i8", "complaints, and posts about a crisis, passed on", "shares"),
    ("crisis_posts", "i8", "posts and replies of members about a crisis", "posts"),
    ("press_mentions", "i8", "reports in the press", "reports"),
    ("mishaps", "i8", "customers for whom something went wrong with the product", "members"),
    ("defections", "i8", "customers who went elsewhere", "members"),
    ("purchases", "i8", "members who became customers", "members"),
    ("prompts", "i8", "drafts whose authors were asked to think again", "drafts"),
    ("filtered", "i8", "posts and replies that the filter removed, or that were held for review", "posts"),
    ("breaches", "i8", "posts and replies written that break the rules", "posts"),
    ("attacks", "i8", "posts and replies that attack the team in person", "posts"),
    ("removals", "i8", "posts and replies removed by the team", "posts"),
    ("warnings", "i8", "warnings given by the team", "warnings"),
    ("blocks", "i8", "temporary blocks", "blocks"),
    ("appeals", "i8", "appeals made by members", "appeals"),
    ("overturned", "i8", "decisions overturned on appeal", "decisions"),
    ("open_cases", "i8", "posts waiting for the team at the end of the hour", "posts"),
    ("team_minutes", "f8", "minutes the team spent", "minutes"),
    ("money_spent", "f8", "money the team spent: prizes, ads, perks", "euros"),
    ("tasks_waiting", "i8", "tasks of the plan that wait for somebody with time at the end of the hour", "tasks"),
    ("tasks_missed", "i8", "tasks of the plan given up since nobody had time in time", "tasks"),
    ("fatigue", "f8", "mean tiredness of the team, 0 to 1; 0 where there is none", "share"),
    ("composure", "f8", "mean composure of the team, 0 to 1; 1 where there is none", "share"),
    ("mood_sum", "f8", "sum of moods at the end of visits; divided by visits it is the mean mood", "score"),
)
DAY_COLUMNS = (
    ("dau", "i8", "members who visited on this day", "members"),
    ("wau", "i8", "members who visited in the 7 days that end with this day", "members"),
    ("mau", "i8", "members who visited in the 30 days that end with this day", "members"),
    ("lurkers", "i8", "members present who have not written within the role window", "members"),
    ("creators", "i8", "members who have written within the role window, influencers apart", "members"),
    ("influencers", "i8", "creators among the 1% with the largest audience", "members"),
    ("trust", "f8", "mean trust of members present", "share"),
    ("belonging", "f8", "mean belonging of members present", "share"),
    ("loyalty", "f8", "mean loyalty of members present", "share"),
    ("fairness", "f8", "mean of how fair the team seems to members present", "share"),
    ("satisfaction", "f8", "mean satisfaction with product and service of members present", "share"),
    ("aware", "i8", "members present who know of the latest crisis", "members"),
    ("outrage", "f8", "mean outrage of members present", "share"),
    ("customers", "i8", "members present who are customers", "members"),
)
HOUR = np.dtype([(name, kind) for name, kind, _, _ in HOUR_COLUMNS])
DAY = np.dtype([(name, kind) for name, kind, _, _ in DAY_COLUMNS])
INFLUENCER_SHARE = 0.01


@rule
def count_members(members, count, role_window_hours, hour, days, day, creators, crisis):
    """Fill row `day` of the daily table and everybody's plain role, in one pass over the members.

    Args:
        members: rows of members; count: how many exist.
        role_window_hours: hours within which a Creator has written.
        hour: the last hour of the day.
        days: daily table; day: row to fill.
        creators: filled with the ids of present members who wrote within the window; shape (count,).
        crisis: number of the latest crisis, 0 for none.

    Returns:
        How many creators there are.
    """
    end = (hour + 1) * SECONDS_PER_HOUR
    row = days[day]
    found = 0
    present = 0
    trust = 0.0
    belonging = 0.0
    loyalty = 0.0
    fairness = 0.0
    satisfaction = 0.0
    outrage = 0.0
    for member in range(count):
        me = members[member]
        since = end - me.last_visit_seconds
        if since <= HOURS_PER_DAY * SECONDS_PER_HOUR:
            row.dau += 1
        if since <= 7 * HOURS_PER_DAY * SECONDS_PER_HOUR:
            row.wau += 1
        if since <= 30 * HOURS_PER_DAY * SECONDS_PER_HOUR:
            row.mau += 1
        me.role = LURKER
        if me.left_hour != FOREVER:
            continue
        present += 1
        trust += me.trust
        belonging += me.belonging
        loyalty += me.loyalty
        fairness += me.fairness
        satisfaction += me.satisfaction
        row.customers += me.customer
        outrage += me.outrage
        if me.aware == crisis and crisis > 0:
            row.aware += 1
        if hour - me.last_contribution_hour < role_window_hours:
            me.role = CREATOR
            creators[found] = member
            found += 1
    if present > 0:
        row.trust = trust / present
        row.belonging = belonging / present
        row.loyalty = loyalty / present
        row.fairness = fairness / present
        row.satisfaction = satisfaction / present
        row.outrage = outrage / present
    row.lurkers = present - found
    row.creators = found
    return found


def take_census(
    members: Members, role_window_days: float, hour: int, days: np.ndarray, day: int, crisis: int = 0
) -> None:
    """Close a day: fill its row and read everybody's role from what they did.

    Influencers are the creators with the largest audience, at most 1% of the members present (at least one
    place); nobody without an audience is one. Equal audiences are ordered by contributions, then seniority.
    """
    creators = np.empty(members.count, dtype=np.int64)
    window = role_window_days * HOURS_PER_DAY
    found = count_members(members.rows, members.count, window, hour, days, day, creators, crisis)
    ids = creators[:found]
    ids = ids[members["audience"][ids] > 0]
    present = int(days[day]["lurkers"]) + found
    places = math.ceil(INFLUENCER_SHARE * present)
    order = np.lexsort((ids, -members["contributions"][ids], -members["audience"][ids]))[:places]
    members.rows["role"][ids[order]] = INFLUENCER
    days[day]["influencers"] = len(order)
    days[day]["creators"] -= len(order)


def lengthen(table: np.ndarray, rows: int) -> np.ndarray:
    """Return `table` with room for `rows` rows, new ones filled with zeros."""
    if len(table) >= rows:
        return table
    longer = records(np.zeros(max(rows, 2 * len(table)), dtype=table.dtype))
    longer[: len(table)] = table
    return longer
