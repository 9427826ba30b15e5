"""The team of the usual model: managers with shifts and nerves, and the queue through which they work."""

from __future__ import annotations

import math
from bisect import insort
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_care import Desk
from benchmarks.usual_content import RUDE

if TYPE_CHECKING:
    from benchmarks.usual_content import Post
    from benchmarks.usual_mesa import UsualCommunity
    from simulator import Playbook

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FILTER = -2


class Manager(mesa.Agent):
    """A person of the team, with a shift, some minutes an hour, and nerves."""

    def __init__(self, model: UsualCommunity, shift: object) -> None:
        super().__init__(model)
        self.shift, self.judgement = shift, model.playbook.team.judgement
        self.fatigue, self.composure = 0.0, 1.0
        self.minutes_left = self.worked_minutes = self.begun_minutes = 0.0
        self.has_case_begun = False

    def step(self) -> None:
        """Let the last hour tell, and receive minutes on shift; a case begun goes on in the next hour of work."""
        model, k = self.model, self.model.k
        worked = self.worked_minutes / 60
        rested = self.fatigue * (k.fatigue_keep + (1 - k.fatigue_keep) * worked)
        self.fatigue = rested + k.fatigue_per_hour * worked * (1 - rested)
        self.composure = 1 - (1 - self.composure) * k.composure_keep
        if self.has_case_begun:
            self.begun_minutes = self.minutes_left
        self.has_case_begun = False
        self.minutes_left = self.worked_minutes = 0.0
        if self.on_shift():
            self.composure *= (1 - k.composure_attack) ** model.attacks
            self.minutes_left = self.begun_minutes + self.shift.minutes_per_hour
            self.begun_minutes = 0.0

    def on_shift(self) -> bool:
        """Tell whether the manager works in this hour."""
        shift, local = self.shift, self.model.hour + self.shift.utc_offset_hours
        if WEEKDAYS[(self.model.first_weekday + local // 24) % 7] not in shift.days:
            return False
        clock = local % 24
        if shift.begins < shift.ends:
            return shift.begins <= clock < shift.ends
        return clock >= shift.begins or clock < shift.ends

    def spend(self, minutes: float) -> None:
        """Use minutes of this hour."""
        self.minutes_left -= minutes
        self.worked_minutes += minutes
        self.model.team_minutes += minutes

    def judge(self, post: Post, care: float = 1.0) -> str | None:
        """Return the rule that a post seems to break; the tired and the rattled err more often."""
        k = self.model.k
        sharp = (1 - k.fatigue_errs * self.fatigue) * (1 - k.composure_errs * (1 - self.composure))
        error = 0.5 - (self.judgement - 0.5) * sharp
        if post.breach is None and post.kind == "complaint":
            error = min(0.5, error * k.criticism_misread)
        if self.random.random() >= care * error:
            return post.breach
        return "incivility" if post.breach is None else None

    def loses_temper(self) -> bool:
        """Tell whether the manager answers bluntly, whatever was agreed."""
        return self.random.random() < self.model.k.knee_jerk * (1 - self.composure)


class Team:
    """Works through what waits: what the filter did, then appeals, posts in the agreed order, and the desk."""

    def __init__(self, model: UsualCommunity, playbook: Playbook) -> None:
        """Hire a playbook's people."""
        self.model, self.netiquette, self.rules = model, playbook.netiquette, playbook.moderation
        self.managers = [Manager(model, shift) for shift in playbook.team.shifts]
        self.desk = Desk(model)
        self.appeals: list[tuple[int, int, Post]] = []
        """(hour from which it can be heard, place in the audit log, post), the earliest first."""

    def step(self) -> None:
        """Let everybody on shift take cases and then tasks while their minutes last."""
        for post in self.model.caught:
            self.model.log(FILTER, "remove", post)
            self.model.removals += 1
            post.author.feel_removal(post.breach is not None, "none")
            self.await_appeal(post, "none")
        self.desk.note()
        first = self.model.hour % max(1, len(self.managers))
        rota = self.managers[first:] + self.managers[:first]
        working = [manager for manager in rota if manager.minutes_left > 0]
        if self.rules.handle_flags and working:
            self.hear_appeals(working)
            self.work_off(working)
        self.desk.work_off([one for one in working if one.minutes_left > 0 and not one.has_case_begun])

    def work_off(self, working: list[Manager]) -> None:
        """Take the waiting posts in order."""
        waiting = self.model.queue
        if self.rules.order != "oldest":
            column = "flags_received" if self.rules.order == "most_flagged" else "readings"
            waiting = sorted(waiting, key=lambda post: getattr(post, column), reverse=True)
        done = 0
        for manager in working:
            while done < len(waiting):
                if manager.minutes_left < self.minutes(waiting[done]):
                    manager.has_case_begun = True
                    break
                self.decide(manager, waiting[done])
                done += 1
        if waiting is self.model.queue:
            del waiting[:done]
        else:
            decided = set(waiting[:done])
            self.model.queue = [post for post in self.model.queue if post not in decided]

    def minutes(self, post: Post) -> float:
        """Return how long a case takes, by kind."""
        minutes = self.rules.minutes_by_kind.get(post.breach, self.rules.minutes_per_case)
        return min(60.0, minutes + self.netiquette.minutes_per_notice)

    def decide(self, manager: Manager, post: Post) -> None:
        """Judge one post, and act by the rules of the house."""
        if post.status not in ("visible", "held"):
            return
        seen = manager.judge(post)
        if post.breach in RUDE:
            manager.composure *= 1 - self.model.k.composure_rude
        manager.spend(self.minutes(post))
        answer = self.netiquette.rules.get(seen, "leave")
        if answer == "remove":
            notice = self.tone(manager)
            self.remove(manager, post, seen, notice)
            if post.author is None or not post.author.here:
                return
            self.await_appeal(post, notice)
            if seen in self.netiquette.strikes_for and self.netiquette.ladder:
                self.strike(manager, post, notice)
        elif answer == "hide":
            post.status = "hidden"
            self.model.log(manager.unique_id, "hide", post)
        elif post.status == "held":
            post.status = "visible"
            self.model.log(manager.unique_id, "release", post)
            if post.parent is not None and post.parent.author not in (None, post.author):
                post.parent.author.hear(post)
        else:
            self.model.log(manager.unique_id, "keep", post)

    def tone(self, manager: Manager) -> str:
        """Return how an author is told, which may not be how it was agreed."""
        rules = self.netiquette
        if rules.notice_by == "person" and rules.notice in ("polite", "explained") and manager.loses_temper():
            return "blunt"
        return rules.notice

    def remove(self, manager: Manager, post: Post, rule: str, notice: str) -> None:
        """Take a post down and tell its author."""
        post.removed_for = rule
        if post.status != "held":
            post.tombstone = "explained" if notice == "explained" else "removed"
        post.status = "removed"
        self.model.removals += 1
        self.model.log(manager.unique_id, "remove", post)
        if post.author is not None:
            post.author.feel_removal(post.breach is not None, notice)

    def strike(self, manager: Manager, post: Post, notice: str) -> None:
        """Count a breach against its author and take the next step of the ladder."""
        model, author, ladder = self.model, post.author, self.netiquette.ladder
        if model.hour - author.strike_hour >= self.netiquette.strikes_expire_days * 24:
            author.strikes = 0
        author.strikes += 1
        author.strike_hour = model.hour
        step, deserved = ladder[min(author.strikes, len(ladder)) - 1], post.breach is not None
        if step.step == "warning":
            model.warnings += 1
            model.log(manager.unique_id, "warn", author)
            author.feel_warning(deserved, notice if notice != "none" else "blunt")
        elif step.step == "block":
            model.blocks += 1
            model.log(manager.unique_id, "block", author)
            author.feel_block(step.hours, deserved, notice)
        else:
            model.log(manager.unique_id, "exclude", author)
            author.leave()

    # --- second looks -------------------------------------------------------------------------------------------

    def await_appeal(self, post: Post, notice: str) -> None:
        """Let the author of a removed post appeal, some hours later."""
        model, author, k = self.model, post.author, self.model.k
        if not self.netiquette.appeals or not author.here:
            return
        doubt = 1 - author.legitimacy(notice, post.breach is not None) - self.netiquette.appeal_effort
        if model.random.random() < k.appeal_readiness / (1 + math.exp(-doubt / k.appeal_doubt)):
            due = model.hour + 1 + int(model.random.random() * k.appeal_within_hours)
            model.appeals += 1
            insort(self.appeals, (due, len(model.actions), post), key=lambda appeal: appeal[:2])

    def hear_appeals(self, working: list[Manager]) -> None:
        """Look again, with more care, at removals that were appealed against."""
        minutes = self.netiquette.minutes_per_appeal
        while self.appeals and self.appeals[0][0] <= self.model.hour:
            able = [person for person in working if person.minutes_left >= minutes]
            if not able:
                if working:
                    begins = max(working, key=lambda person: person.minutes_left)
                    begins.has_case_begun = True
                    working.remove(begins)
                return
            manager, (_, _, post) = able[0], self.appeals.pop(0)
            if post.status != "removed":
                continue
            manager.spend(minutes)
            if manager.judge(post, self.model.k.second_look) is not None:
                self.model.log(manager.unique_id, "uphold", post)
                continue
            self.model.log(manager.unique_id, "overturn", post)
            self.model.overturned += 1
            post.status, post.tombstone = "visible", None
            post.author.accept_apology(post.removed_for in self.netiquette.strikes_for)
