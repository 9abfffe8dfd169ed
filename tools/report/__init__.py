"""The sessions of a journal as one page and one picture: totals, plan, trends."""
