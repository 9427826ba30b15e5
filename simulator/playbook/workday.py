"""Workday: what is planned gets done by whoever is on shift and has minutes - late, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..world.cases import Task
from ..world.members import NOBODY
from .acts import NO_PERSON

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager


@dataclass(frozen=True)
class Job:
    """How one kind of task is done.

    Attributes:
        minutes: working time. do: called with the community, the manager and the task's target.
        is_moot: tells whether a task need not be done any more, such as a question that members have answered.
        of_post: whether the target is a post, which somebody who looks after its board must do.
    """

    minutes: float
    do: Callable[[Community, Manager, int], None]
    is_moot: Callable[[Community, int], bool] = lambda community, target: False
    of_post: bool = True


def plan(community: Community, what: str, target: int, in_hours: int = 0, within_hours: int = 72) -> None:
    """Put a task on the list.

    Args:
        in_hours: from when on it is to be done. within_hours: how long after that it is given up.
    """
    due = community.hour + in_hours
    community.cases.tasks.append(Task(due, due + within_hours, what, int(target)))


class Workday:
    """Does the planned tasks of one section of a playbook, the longest due first."""

    def __init__(self, jobs: Mapping[str, Job], known: Iterable[str] | None = None) -> None:
        """Know how to do `jobs`, by the name of the task; tasks of other names are left to others.

        Args:
            known: names of all tasks that anybody knows how to do; others, planned under another playbook, are
                dropped. None drops nothing.
        """
        self.jobs = dict(jobs)
        self.known = None if known is None else frozenset(known)

    def on_hour(self, community: Community) -> None:
        """Let everybody on shift do tasks while their minutes last; give up what has waited for too long."""
        if self.known is not None and any(task.what not in self.known for task in community.cases.tasks):
            community.cases.tasks = [task for task in community.cases.tasks if task.what in self.known]
        if not any(task.due <= community.hour and task.what in self.jobs for task in community.cases.tasks):
            return
        first = community.hour % max(1, len(community.managers))
        rota = community.managers[first:] + community.managers[:first]
        working = [one for one in rota if one.minutes_left > 0 and not one.has_case_begun]
        left = []
        # Doing a task may plan further ones; they go onto the emptied list.
        planned, community.cases.tasks = community.cases.tasks, []
        for task in sorted(planned, key=lambda task: task.due):
            job = self.jobs.get(task.what)
            if job is None or task.due > community.hour:
                left.append(task)
            elif job.is_moot(community, task.target):
                continue
            elif not self._done(community, working, job, task):
                if community.hour >= task.latest:
                    kind = "house" if task.target == NOBODY else ("post" if job.of_post else "member")
                    community.log(NO_PERSON, "miss", kind, task.target, task.what, 0.0)
                    community.tally.tasks_missed += 1
                else:
                    left.append(task)
        community.cases.tasks = left + community.cases.tasks

    def _done(self, community: Community, working: list[Manager], job: Job, task: Task) -> bool:
        """Let somebody do a task, or begin it where nobody has enough time left; tell whether it is done."""
        able = working
        if job.of_post and task.target != NOBODY:
            board = int(community.content.posts["board"][task.target])
            able = [one for one in working if one.looks_after(board)]
        for manager in able:
            if manager.can_spend(job.minutes):
                job.do(community, manager, task.target)
                return True
        if able:
            begins = max(able, key=lambda one: one.minutes_left)
            begins.has_case_begun = True
            working.remove(begins)
        return False
