"""Every command of the Makefile finds what it imports, in a process of its own."""

import os
import subprocess
import sys

import pytest

from tools import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
COMMANDS = sorted(
    {part.split()[0] for part in MAKEFILE.split("$(PY) -m ")[1:]} - {"pytest", "ruff"}
)


@pytest.mark.parametrize("module", COMMANDS)
def test_a_command_is_importable_without_a_path_of_our_own(module: str) -> None:
    main = f"{module}.__main__" if (ROOT / module.replace(".", "/")).is_dir() else module
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", f"import {main}"]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
