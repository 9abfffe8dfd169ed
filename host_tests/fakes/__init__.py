"""Strict stand-ins for MicroPython's hardware modules, in virtual time."""
