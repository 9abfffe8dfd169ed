"""The set-up and other tools of the host."""
