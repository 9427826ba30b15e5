"""The lens: what can be seen of a community."""
