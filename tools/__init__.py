"""Galva on the host: emulator, demo, reports, checks."""
