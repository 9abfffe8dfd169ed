"""make faults: break everything in turn, in every state, and read at the skin what came of it."""
