"""Declaring a constant: default, range, unit, source and meaning, all in one line."""

from __future__ import annotations

from typing import Any

from pydantic import Field

HOURS_PER_DAY = 24
HOURS_PER_WEEK = 168
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86400
CHOICE = "design choice"


def constant(default: float, low: float, high: float, unit: str, source: str, text: str) -> Any:
    """Declare one behavioural constant with its range, unit and source."""
    return Field(default, ge=low, le=high, description=text, json_schema_extra={"unit": unit, "source": source})
