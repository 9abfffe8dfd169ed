"""Pictures of the screen, out of the memory of the emulated one: docs/screens.md."""
