"""Whether README.md says only what the code, a test or a command shows (`make docs-check`)."""
