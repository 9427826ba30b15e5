"""The desk of the usual model's team: complaints that wait for an answer, and what becomes of wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.usual_content import Post, Thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.usual_mesa import UsualCommunity
    from benchmarks.usual_team import Manager

ANSWER_WARMTH = {"neutral": 0.3, "empathetic": 0.6}
NEWS_WARMTH = 0.3
WISH_HOURS, TELL_HOURS = 30 * 24, 14 * 24
"""How long a wish waits to be checked, and news to be told, before it is given up."""


class Task(NamedTuple):
    """Something that the team means to do about a post, from an hour on, until it is given up."""

    due: int
    latest: int
    do: Callable[[Manager, Post], None]
    post: Post


class Desk:
    """Notes what members want of the team, and does it as far as minutes go."""

    def __init__(self, model: UsualCommunity) -> None:
        """Work by the playbook of a model."""
        self.model, self.care = model, model.playbook.care
        self.tasks: list[Task] = []
        self.wishes: list[tuple[int, Post]] = []
        """(hour in which it ships, post) of wishes that are being worked on, the earliest first."""

    def waiting(self) -> int:
        """Return how many tasks could have been done by now."""
        return sum(task.due <= self.model.hour for task in self.tasks)

    def plan(self, do: Callable[[Manager, Post], None], post: Post, within_hours: int) -> None:
        """Put a task on the list."""
        self.tasks.append(Task(self.model.hour, self.model.hour + within_hours, do, post))

    def note(self) -> None:
        """Plan answers to what was written in this hour, and ship the wishes that are ready."""
        for post in self.model.opened:
            if post.kind in self.care.tones:
                self.plan(self.answer, post, self.care.give_up_hours)
            elif post.kind == "wish" and self.care.wishes == "check":
                self.plan(self.check_wish, post, WISH_HOURS)
        while self.wishes and self.wishes[0][0] <= self.model.hour:
            _, post = self.wishes.pop(0)
            if post.status == "visible":
                self.ship(post)

    def work_off(self, working: list[Manager]) -> None:
        """Let everybody on shift do tasks, in the order of planning; give up what has waited for too long."""
        hour, tasks, self.tasks = self.model.hour, self.tasks, []
        for task in tasks:
            if self.is_moot(task) or self.is_done(task, working):
                continue
            if hour >= task.latest:
                self.model.log(-1, "miss", task.post)
                self.model.tasks_missed += 1
            else:
                self.tasks.append(task)

    def is_moot(self, task: Task) -> bool:
        """Tell whether a task need not be done any more: the post is gone, or the company is busy."""
        if task.do == self.check_wish and len(self.wishes) >= self.care.wishes_at_a_time:
            return True
        return task.post.status != "visible"

    def is_done(self, task: Task, working: list[Manager]) -> bool:
        """Let somebody do a task, or begin it where nobody has enough time left; tell whether it is done."""
        minutes = self.care.minutes_per_wish if task.do == self.check_wish else self.care.minutes_per_answer
        for manager in working:
            if manager.minutes_left >= minutes:
                manager.spend(minutes)
                task.do(manager, task.post)
                return True
        if working:
            begins = max(working, key=lambda person: person.minutes_left)
            begins.has_case_begun = True
            working.remove(begins)
        return False

    # --- what is done -------------------------------------------------------------------------------------------

    def answer(self, manager: Manager, post: Post) -> None:
        """Answer a complaint; how long it waited within its own hour is a matter of chance."""
        model, k, thread = self.model, self.model.k, post.thread
        tone = self.care.tones[post.kind]
        worth = self.worth(tone, 60 * (model.hour - int(post.time) + model.random.random()))
        post.has_team_answer, post.answer_worth = True, worth
        model.log(manager.unique_id, "reply", post)
        now = model.end_of_hour()
        reply = Post(thread, None, now, "talk", ANSWER_WARMTH[tone], parent=post, answer_worth=worth)
        model.everything.append(reply)
        thread.hang(reply)
        thread.board.warm_up(thread, k.answer_points, now)
        model.replies += 1
        model.answered += thread.replies == 1
        if post.author.here:
            post.author.take_answer(worth)
            post.author.hear(reply)

    def worth(self, tone: str, waited_minutes: float) -> float:
        """Return what an answer by a person is worth, -1 to 1."""
        k = self.model.k
        worth = k.tone_neutral if tone == "neutral" else k.tone_empathetic
        if worth <= 0:
            return worth
        left = k.answer_half_minutes / (k.answer_half_minutes + waited_minutes)
        worth *= k.answer_worth_late + (1 - k.answer_worth_late) * left
        calm = k.heat_half**2 / (k.heat_half**2 + self.model.heat() ** 2)
        return worth * (k.brand_voice + (1 - k.brand_voice) * calm)

    def check_wish(self, manager: Manager, post: Post) -> None:
        """Check a wish, and pass it on when it stands up."""
        self.model.log(manager.unique_id, "check_wish", post)
        if self.model.random.random() < self.model.k.wish_feasible:
            self.model.log(manager.unique_id, "forward", post)
            self.wishes.append((self.model.hour + self.care.ship_days * 24, post))

    def ship(self, post: Post) -> None:
        """Make the product better by a wish."""
        k = self.model.k
        k.quality += k.wish_improves * (1 - k.quality)
        self.model.log(-1, "ship_wish", post)
        self.model.money_spent += self.care.wish_euros
        if self.care.tell:
            self.plan(self.tell_wish, post, TELL_HOURS)

    def tell_wish(self, manager: Manager, post: Post) -> None:
        """Tell everybody, on every board, that a wish came true."""
        model = self.model
        model.log(manager.unique_id, "tell_wish", post)
        if post.author.here:
            post.author.see_wish_fulfilled()
        for board in model.boards:
            thread = Thread(board, 1.0, 0.5)
            thread.opener = thread.latest = Post(thread, None, model.end_of_hour(), "news", NEWS_WARMTH)
            model.everything.append(thread.opener)
            model.log(-1, "publish", thread.opener)
            board.threads.append(thread)
            board.put_on_top(thread)
            model.posts += 1
