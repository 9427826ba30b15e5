"""Checks: each takes what a learner entered and says `Passed` or what to look at next; none ever fails loudly."""
