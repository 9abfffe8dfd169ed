"""The tables of the pages that a test of their own does not read elsewhere."""

import re
from pathlib import Path

import pytest

from galva.core import controls, session
from tools import ROOT
from tools.docs import device, house, states
from tools.docs.blocks import block
from tools.journal.records import read
from tools.signals import TABLE as SIGNALS
from tools.static.layers import LAYERS

pytestmark = pytest.mark.core
_NOTHING_TO_DO = {"idle", "ramp", "run", "ending", "stopped", "done", "off"}


def test_every_signal_that_needs_an_act_has_its_cure() -> None:
    assert set(SIGNALS) - set(device.CURES) == _NOTHING_TO_DO
    for name, cure in device.CURES.items():
        assert f"| {cure} |" in block("signals"), name


def test_a_cure_of_no_signal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(device.CURES, "tired", "sleep")
    with pytest.raises(LookupError, match="tired"):
        block("signals")


def test_every_state_and_event_has_its_words() -> None:
    names = [row[0].strip("`") for row in states.glossary()]
    assert names == [*controls.STATES, *session.EVENTS]
    assert set(names) == set(states._MEANS)


def test_the_journals_line_in_the_page_is_one_the_tool_takes() -> None:
    page = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    lines = re.findall(r'^    (\{"abs_uc".*\})$', page, re.MULTILINE)
    journal = read(lines)
    assert journal.troubles == [] and len(journal.records) == 1
    assert read([lines[0].replace("300", "301")]).troubles  # its check sum is checked


def test_the_page_of_limits_says_what_the_self_test_sends() -> None:
    assert "| what the DAC is ever sent, but for one step of the self-test" in block("limits")


def test_every_file_that_the_architecture_names_is_there() -> None:
    pages = "docs/architecture.md", "CONTRIBUTING.md"
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in pages)
    tops = "core|app|hal|tools|host_tests|firmware|lib"
    named = set(re.findall(rf"`((?:{tops})/[\w/.]+\.(?:py|js|mjs|toml|json))`", text))
    assert len(named) > 25
    for name in named - {"host_tests/lib/test_NAME.py", "tools/web/page/views/NAME.js"}:
        assert any((place / name).exists() for place in (ROOT, ROOT / "firmware" / "galva")), name


def test_the_layers_and_tools_of_the_page_are_those_of_the_checks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [row[0] for row in house.layers()] == [layer.name for layer in LAYERS]
    assert "| `galva`, `host_tests`, hardware |" in block("layers")
    monkeypatch.setattr(house, "GROUPS", {"some": ("cli",)})
    assert [row[0] for row in house.tools()] == ["some", "more", "all of them"]  # none is left out
    monkeypatch.setattr(house, "GROUPS", {"some": ("nowhere",)})
    with pytest.raises(LookupError, match="nowhere"):
        house.tools()


def anchors(page: Path) -> set[str]:
    """As GitHub makes them from the headings."""
    text = page.read_text(encoding="utf-8")
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    named = set(re.findall(r'<a id="([^"]+)">', text))
    return named | {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_link_of_a_page_leads_somewhere() -> None:
    seen = 0
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            path, _, anchor = link.partition("#")
            if link.startswith("http"):
                continue
            seen += 1
            target = page.parent / path if path else page
            assert target.exists(), (page.name, link)
            assert not anchor or anchor in anchors(target), (page.name, link)
    assert seen > 50
