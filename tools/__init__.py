"""Tools for those who write the kit; nothing here is installed with it."""
