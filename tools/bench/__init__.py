"""make bench: what the device costs, and how four ways to send a sample a millisecond compare."""
