"""python -m tools.cli: the same as .venv/bin/galva."""

import sys

from tools.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
