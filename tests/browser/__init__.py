"""Tests of the desk in a real browser."""
