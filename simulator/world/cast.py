"""Cast: the agents of a community, made from its columns when somebody asks for them."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from .agents import ROLES, Manager, Member
from .members import Members

_GONE = -1


class Cast:
    """The part of `Community` that shows members as Mesa agents; mixed in before `mesa.Model`.

    With the compiled engine no agent exists until it is asked for; whoever is shown is a view of a row.
    """

    members: Members
    random: Any

    def _open_cast(self) -> None:
        self._roles_shown = np.full(self.members.count, _GONE)
        self._agent_of: list[Member | None] = [None] * self.members.count

    def agent(self, member: int) -> Member:
        """Return the agent of a member; it is made when first asked for.

        Raises:
            IndexError: when there is no such member.
        """
        if not 0 <= member < self.members.count:
            raise IndexError(f"no member {member}; members are numbered 0 to {self.members.count - 1}")
        self._make_room()
        agent = self._agent_of[member]
        if agent is None:
            role = self.members.rows["role"][member]
            agent = self._agent_of[member] = ROLES[role](self, member)
            self._roles_shown[member] = role
        return agent

    def _make_room(self) -> None:
        missing = self.members.count - len(self._agent_of)
        if missing:
            self._agent_of.extend([None] * missing)
            self._roles_shown = np.append(self._roles_shown, np.full(missing, _GONE))

    def _show_agents(self) -> None:
        """Bring the registered agents in line with the columns: who is here, and in which role."""
        self._make_room()
        roles = np.where(self.members.present(), self.members["role"], _GONE)
        for member in np.flatnonzero(roles != self._roles_shown).tolist():
            agent = self.agent(member)
            if roles[member] == _GONE:
                if agent in super().agents:
                    mesa.Agent.remove(agent)
            elif type(agent) is not ROLES[roles[member]]:
                self._recast(agent, ROLES[roles[member]])
        self._roles_shown = roles

    def _recast(self, agent: Member, role: type[Member]) -> None:
        number = agent.unique_id
        self.deregister_agent(agent)
        agent.__class__ = role
        self.register_agent(agent)
        agent.unique_id = number

    @property
    def agents(self) -> Any:
        """All agents that are here, as Mesa's AgentSet: members in their current roles, and the team."""
        self._show_agents()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """AgentSets by class: `Lurker`, `Creator`, `Influencer`, `Manager`; every class is there."""
        self._show_agents()
        by_type = super().agents_by_type
        return {
            kind: by_type.get(kind) or mesa.agent.AgentSet([], random=self.random) for kind in (*ROLES, Manager)
        }
