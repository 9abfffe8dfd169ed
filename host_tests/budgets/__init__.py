"""What the firmware may cost, as a table; counted, or in emulated time (`make budgets`)."""
