"""Logs: a community's own event log, read without anybody's name."""

from ...hashing import pseudonym
from .errors import LogError
from .log import EventLog
from .reading import FORMATS, Format, read_log

__all__ = ["FORMATS", "EventLog", "Format", "LogError", "pseudonym", "read_log"]
