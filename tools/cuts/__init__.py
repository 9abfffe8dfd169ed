"""A deploy cut at every file boundary and at random moments: what the board boots then."""
