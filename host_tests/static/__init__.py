"""Tier 0: what the source alone shows."""
