"""Errors: what cannot be read, in one line that quotes nothing a person wrote."""


class LogError(ValueError):
    """A log that cannot be used; the message names file, line and field, and what would be right."""
