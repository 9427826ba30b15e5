"""Engagement: what wakes members and tires them, how votes and hours sway them, and whom they follow."""

from __future__ import annotations

from .arithmetic import clip
from .care import ANNOUNCEMENT, ENTRY, NEWS, QUESTION, STARTER
from .compiled import rule

_MORNING, _NOON, _EVENING = 5, 11, 17


# --- readiness ------------------------------------------------------------------------------------------------


@rule
def voice_now(voice, zest, bond, contributions, goal_driven, entered, k):
    """Readiness to write at this moment: one's voice, and what recognition, a bond, a goal or a contest add.

    Args:
        zest: -1 to 1. bond: of an ambassador, 0 for everybody else. entered: post of the contest last entered.
    """
    drive = 1.0 + k.zest_voice * zest + k.bond_voice * bond
    if goal_driven == 1:
        drive = drive + k.badge_pull * nearness_of_badge(contributions, k)
    if k.contest > 0.0:
        drive = drive + k.contest_lift * k.contest
        if zest < 0.0 and entered == k.contest_post:
            # The price of an entry is felt once the contest is over.
            drive = drive - k.zest_voice * zest
    return voice * drive if drive > 0.0 else 0.0


@rule
def nearness_of_badge(contributions, k):
    """Return 0 far from the next badge, rising to 1 just before it; badges lie `badges` contributions apart."""
    if k.badges < 1.0 or k.badge_near <= 0.0:
        return 0.0
    reached = contributions / k.badges
    way = reached - int(reached)
    return 1.0 - (1.0 - way) / k.badge_near if way > 1.0 - k.badge_near else 0.0


@rule
def gratitude(zest, k):
    """How much more readily somebody likes who has been recognised, as a factor."""
    return 1.0 + k.zest_likes * zest if zest > 0.0 else 1.0


@rule
def alertness(local_hour, k):
    """How readily a reader reacts at an hour of the day, as a factor: most in the morning, least at night."""
    if _MORNING <= local_hour < _NOON:
        return 1.0 + k.morning_interest
    if _NOON <= local_hour < _EVENING:
        return 1.0 + 0.5 * k.morning_interest
    return 1.0


@rule
def zest_after_entry(zest, k):
    """An entry for the prize's sake takes away some of the wish to write for its own."""
    return clip(zest - k.contest_spends, -1.0, 1.0)


@rule
def zest_after_recognition(zest, gain):
    """An award, thanks, or being featured gives zest."""
    return zest + gain * (1.0 - zest)


# --- kinds of post --------------------------------------------------------------------------------------------


@rule
def thread_call(kind, answers, k):
    """How much more (or less) a post calls for an answer than plain talk, as a factor."""
    if kind == QUESTION:
        return k.question_call if answers == 0 else 1.0
    if kind == STARTER:
        return k.starter_call
    if kind in (ANNOUNCEMENT, NEWS):
        return k.announcement_call
    return k.entry_call if kind == ENTRY else 1.0


@rule
def charm(kind, likes, downvotes, rude, worth, k):
    """How much more readily a post is liked than plain talk, as a factor.

    Readers like what others have liked, and take the side of a decent post the more, the more of its votes are
    votes down. Of the team's answers they like the good ones.

    Args:
        worth: of the team's answer, -1 to 1; 0 for members' posts.
    """
    factor = 1.0 + k.herding if likes > downvotes else 1.0
    if downvotes > 0 and not rude:
        factor = factor + k.sympathy * downvotes / (likes + downvotes)
    if kind in (ANNOUNCEMENT, NEWS):
        factor = factor * k.announcement_likes
    return factor * clip(1.0 + k.tone_liked * worth, 0.0, 3.0)


@rule
def contest_chance(voice, entered, k):
    """How likely a visitor enters the contest that runs; everybody enters once."""
    if k.contest <= 0.0 or k.contest_post < 0.0 or entered == k.contest_post:
        return 0.0
    return clip((k.contest_entry if voice > 0.0 else k.contest_hunters) * k.contest, 0.0, 1.0)


# --- the team's voice -----------------------------------------------------------------------------------------


@rule
def official_share_after(share, official, k):
    """How much of the talk seems to be the team's, by what was read of late."""
    return share + k.official_memory * ((1.0 if official else 0.0) - share)


@rule
def official_warmth(share, helps, worth, k):
    """Warmth that the team adds to a member's post in a thread about help, or takes from it; not in company.

    A good answer is a relief. Where the team does most of the talking, people feel pushed aside.

    Args:
        share: of what was read of late, the team's. worth: of the team's answer to the opener, 0 for none.
    """
    if not helps:
        return 0.0
    relief = k.official_relief * worth
    return relief - k.official_chill * (share - k.official_tolerance) if share > k.official_tolerance else relief


# --- opinion leaders ------------------------------------------------------------------------------------------


@rule
def trust_after_leader(trust, leader_trust, audience, k):
    """Readers come to trust the brand as those do whom many follow, and to mistrust it with them."""
    sway = k.leader_sway * audience / (audience + k.influence_half_audience)
    return trust + sway * (leader_trust - trust)


@rule
def trust_at_rest(bond, k):
    """Trust to which a member returns when nothing happens; a personal bond raises it."""
    return k.trust_start + k.bond_trust * bond * (1.0 - k.trust_start)


@rule
def fairness_after_favour(fairness, k):
    """Whoever writes and is not among the favoured sees somebody who is."""
    return fairness * (1.0 - k.favouritism)
