"""Conditions for every test: no windows, one thread for each process, the same examples every time."""

import os

# Before NumPy and matplotlib are imported: they read these once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["MPLBACKEND"] = "Agg"

from hypothesis import HealthCheck, settings

# A community takes longer than Hypothesis expects of an example; speed is measured elsewhere.
settings.register_profile(
    "kit",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("kit")
