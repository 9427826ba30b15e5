"""The lab: asking what if, properly."""
