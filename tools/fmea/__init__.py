"""Single faults of front ends A and B in ngspice: the worst current, and what notices it."""
