"""`make demo`: one session of the whole device, as a person would use it, drawn and judged."""
