"""Views: how an agent shows its row of the columns as attributes."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import MutableMapping
from typing import Any

import mesa


class Counters(MutableMapping):
    """Numbering of agents that does not keep a model alive (Mesa 3.3 keeps every model it has numbered)."""

    def __init__(self) -> None:
        self._counters: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()

    def __getitem__(self, model: mesa.Model) -> Any:
        return self._counters.setdefault(model, itertools.count(1))

    def __setitem__(self, model: mesa.Model, counter: Any) -> None:
        self._counters[model] = counter

    def __delitem__(self, model: mesa.Model) -> None:
        del self._counters[model]

    def __iter__(self) -> Any:
        return iter(self._counters)

    def __len__(self) -> int:
        return len(self._counters)


class Column:
    """A member's value in one column, as an attribute of the agent."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return agent.model.members.rows[self.name][agent.member].item()

    def __set__(self, agent: Any, value: Any) -> None:
        agent.model.members.rows[self.name][agent.member] = value


class Hot:
    """A member's value in one of the columns that are kept apart for the clock."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(agent.model.members, self.name)[agent.member].item()

    def __set__(self, agent: Any, value: Any) -> None:
        getattr(agent.model.members, self.name)[agent.member] = value
