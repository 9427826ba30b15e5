"""Terminal: what the `community` command needs to speak plainly."""
