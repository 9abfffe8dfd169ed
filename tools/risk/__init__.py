"""The risk file: hazards.toml, the tests that show it, docs/risk.md."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "host_tests"
TABLE = Path(__file__).with_name("hazards.toml")
PAGE = ROOT / "docs" / "risk.md"
