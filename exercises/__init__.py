"""Exercises, and the checks that answer what a learner enters."""
