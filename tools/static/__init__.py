"""Checks of the source that need no device: layers, types, what the ports can compile."""
