"""Mutation testing: break the code in one place, and see that a test fails (docs/mutation.md)."""
