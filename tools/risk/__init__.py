"""The risk file: hazards.toml, the tests that show it, docs/risk.md."""

from pathlib import Path

from tools import DOCS, ROOT

TESTS = ROOT / "host_tests"
TABLE = Path(__file__).with_name("hazards.toml")
PAGE = DOCS / "risk.md"
