"""The `galva` command line: `app.py` has the table of its commands."""
