"""Examples: members who speak up for decency, and whether it matters who they are.

E32 is after Paluck, Shepherd & Aronow 2016, who had 20 to 32 pupils a school stand up against conflict, of 24,191
pupils in 56 schools: about one in sixteen. Here one in sixteen of those who write is won to set an example: those
with the largest audience, as many drawn by lot, or nobody, in three futures of one past without a team. From the
second week on breaches by all others count, those left out who were won in either future.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...playbook import verbs
from ...world.community import Community
from .experiment import Quantities, experiment, part, percent_change
from .places import TALKATIVE, forum, written

_PAST_DAYS, _SETTLING_DAYS, _COUNTED_DAYS = 14, 7, 35
_SCHOOL = TALKATIVE | {"days": _PAST_DAYS + _SETTLING_DAYS + _COUNTED_DAYS}
_WON_SHARE = 1 / 16


@experiment("E32", treated="won")
def setting_an_example(seed: int) -> Quantities:
    """Win the well-connected, others by lot, or nobody; count breaches of everybody else."""
    past = Community(forum(_SCHOOL), seed=seed).run_for(days=_PAST_DAYS)
    members = past.to_run().members
    writers = members[(members["left_hour"] > past.hour) & (members["posts"] + members["replies"] > 0)]
    count = round(len(writers) * _WON_SHARE)
    connected = writers["audience"].sort_values(ascending=False, kind="stable").index[:count]
    drawn = pd.Index(np.random.default_rng(seed).permutation(writers.index)[:count])
    others = members.index.difference(connected.union(drawn))
    counted: dict[str, float] = {"won": count}
    for arm, won in (("nobody", []), ("connected", connected), ("drawn", drawn)):
        future = past.fork()
        for member in won:
            verbs.enlist(future, None, int(member))
        run = future.run_for(days=_SETTLING_DAYS + _COUNTED_DAYS).to_run()
        posts = written(run, others, _PAST_DAYS + _SETTLING_DAYS)
        counted |= {f"posts_{arm}": len(posts), f"breaches_{arm}": int(posts["breaks_rules"].sum())}
    return counted


@part("E32a")
def the_well_connected(total: Quantities) -> float:
    """Everybody else breaks the rules less often."""
    return percent_change(total["breaches_connected"], total["breaches_nobody"])


@part("E32b")
def the_well_connected_or_anybody(total: Quantities) -> float:
    """Less often, too, than where as many drawn by lot set the example."""
    return percent_change(total["breaches_connected"], total["breaches_drawn"])
