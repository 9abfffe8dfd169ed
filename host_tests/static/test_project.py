"""The files that hold the project together agree with each other."""

import json
import re
import tomllib

import pytest

from tools import ROOT
from tools.static.sources import DEVICE_TREES

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)[1].replace("\\\n", "")  # type: ignore[index]


def test_every_package_is_pinned() -> None:
    groups = PROJECT["dependency-groups"].values()
    lines = (ROOT / "tools" / "constraints.txt").read_text().splitlines()
    pins = [pin for group in groups for pin in group]
    pins += [line for line in lines if not line.startswith("#")]
    assert len(pins) > 30
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []


def test_node_packages_are_locked_by_content_and_to_no_address() -> None:
    text = (ROOT / "tools" / "node" / "package-lock.json").read_text()
    lock = json.loads(text)["packages"]
    wanted = json.loads((ROOT / "tools" / "node" / "package.json").read_text())["dependencies"]
    assert "://" not in text
    for name, version in wanted.items():
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")


@pytest.mark.parametrize("target", TARGETS.split())
def test_target_is_in_the_help_and_sets_up(target: str) -> None:
    rule = re.search(rf"^{target}:(.*) ## \w", MAKEFILE, re.MULTILINE)
    assert rule
    needs = set(rule[1].split())
    assert (
        "setup" in needs or target in ("help", "setup", "clean") or needs >= {"lint", "test-all"}
    )


@pytest.mark.parametrize("tree", DEVICE_TREES)
def test_device_code_is_linted_as_micropython(tree: str) -> None:
    config = tomllib.loads((ROOT / tree / "ruff.toml").read_text())
    assert config["extend"] == "../tools/static/device.toml"
    rules = tomllib.loads((ROOT / "tools" / "static" / "device.toml").read_text())
    assert rules["target-version"] == "py38"
    chosen = rules["lint"]["select"]
    never = ("UP", "SIM", "RUF", "C4", "PTH", "PLR1714")
    assert [rule for rule in chosen if rule.startswith(never)] == []
