"""The playbook: what the team decides."""
