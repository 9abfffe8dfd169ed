"""The blocks of README.md and docs/ that restate code: `make docs` writes them."""
