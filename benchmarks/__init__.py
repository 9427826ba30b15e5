"""Benchmarks: what a simulated hour costs, beside the same model written the usual way."""
