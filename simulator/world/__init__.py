"""The world: what happens by itself."""
