"""The page's modules without a DOM, under Node: host_tests/web/js."""

import subprocess
from pathlib import Path

import pytest

from tools import ROOT
from tools.web import facts

NODE = ROOT / ".venv" / "bin" / "node"


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent / "js").glob("*.test.mjs")), ids=lambda file: file.stem
)
def test_under_node(file: Path) -> None:
    facts.write()  # of which the page's modules are made
    done = subprocess.run([NODE, "--test", file], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# fail 0" in done.stdout and "# pass 0" not in done.stdout
