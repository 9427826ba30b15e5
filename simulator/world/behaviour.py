"""Behaviour: what a member does, one small rule per function.

Both engines call these functions and nothing else decides. A rule takes numbers and `k`, the record of
constants (`constants`) and of what the team has set up (`house.py`), and returns a number. Rules use only
+ - * /, comparisons and tables, so that every machine reaches the same last bit. Chances are probabilities from
0 to 1.

The rules stand in chapters, and all of them can be called from here: `activity.py` visiting, reading and writing;
`care.py` what members want of the brand and what answers do; `engagement.py` what wakes and tires them;
`conduct.py` keeping and breaking rules; `outrage.py` anger, and words in a crisis; `feelings.py` mood,
trust, belonging, and leaving.
"""

from __future__ import annotations

from . import activity, arithmetic, care, conduct, engagement, feelings, outrage
from .activity import *  # noqa: F403
from .arithmetic import *  # noqa: F403
from .care import *  # noqa: F403
from .conduct import *  # noqa: F403
from .engagement import *  # noqa: F403
from .feelings import *  # noqa: F403
from .outrage import *  # noqa: F403

CHAPTERS = (arithmetic, care, engagement, conduct, outrage, feelings, activity)
"""Modules that declare rules, each after those that it builds on."""
