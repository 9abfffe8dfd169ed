"""What `make setup` does, step by step. Standard library only: nothing is installed yet."""
