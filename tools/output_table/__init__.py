"""make output-table: what really reaches 500 ohm, 2 kOhm and 10 kOhm, mode by mode."""
