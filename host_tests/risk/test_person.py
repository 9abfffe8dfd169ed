"""Hazards of use: what the buttons, the light and the words do about them."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from galva.app import signals
from galva.core import contact, gel, limits, session
from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import assert_off, start, until
from tools import ROOT
from tools.command import run
from tools.docs import __main__ as docs
from tools.risk import limits as table
from tools.signals import TABLE

PAGES = {name: (ROOT / name).read_text() for name in ("README.md", "docs/safety.md")}


@pytest.fixture
def rig(rig: FakeRig) -> FakeRig:
    rig.touch("good")
    return rig


@pytest.mark.hazard("H34", "H35")
def test_start_that_sticks_switches_off_and_starts_nothing_more(rig: FakeRig) -> None:
    rig.hold("START")
    until(rig, "RAMP_UP", 3000)
    rig.run(2000)
    assert_off(rig)
    off_us = rig.now_ms * 1000
    rig.run(40_000)
    assert rig.status["state"] == "IDLE" and rig.status["signal"] == "off"
    assert rig.front.trace.peak_ua(off_us, rig.now_ms * 1000) < 1e-6
    assert_off(rig)


@pytest.mark.hazard("H35")
def test_mode_that_sticks_leaves_start_to_stop(rig: FakeRig) -> None:
    rig.hold("MODE")
    rig.run(200)
    start(rig)
    until(rig, "RUN", 8000)
    rig.press("START")
    until(rig, "IDLE", 2000)
    assert_off(rig)


def course(state: int, ended: int, state_ms: int = 0) -> Any:
    """As much of a course as the light looks at."""
    return SimpleNamespace(
        state=state,
        state_ms=state_ms,
        ended=ended,
        usb=False,
        bench=False,
        contact=SimpleNamespace(state=contact.GOOD),
        gel=SimpleNamespace(state=gel.WET),
    )


def panel(**other: Any) -> Any:
    """As much of a panel as the light looks at: nothing was asked."""
    quiet = {"off": False, "stuck": False, "refused": "", "confirm": False, "unread": False}
    return SimpleNamespace(**{**quiet, "warning": "", **other})


@pytest.mark.hazard("H36")
def test_no_two_states_look_the_same() -> None:
    names = [signals.signal_of(course(state, 0), panel()) for state in range(len(session.STATES))]
    names.append(signals.signal_of(course(session.IDLE, 0), panel(stuck=True)))
    assert len(set(names)) == len(session.STATES) + 1
    lights = [TABLE[name][0] for name in names]
    assert len(set(lights)) == len(lights)


@pytest.mark.hazard("H36")
def test_each_refusal_has_a_light_and_a_sound_of_its_own() -> None:
    ends = range(session.STOPPED, session.CHECKED)
    names = {signals.signal_of(course(session.IDLE, ended), panel()) for ended in ends}
    assert names > {"no contact", "no gel", "oily", "short", "battery low", "fault"}
    told = [TABLE[name] for name in sorted(names)]
    for column in (0, 1):
        assert all(row[column] for row in told)
        assert len({row[column] for row in told}) == len(told)


@pytest.mark.hazard("H37")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who", ["pacemaker", "implant", "heart", "epilepsy", "pregnancy", "cancer"]
)
def test_the_words_name_who_must_not_use_it(page: str, who: str) -> None:
    assert who in section(PAGES[page])


@pytest.mark.hazard("H38")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("where", ["eyes", "front of the neck", "chest", "broken"])
def test_the_words_name_where_it_must_not_be_used(page: str, where: str) -> None:
    assert where in section(PAGES[page])


def section(page: str) -> str:
    """The chapters about safety, on one line."""
    chapters = re.split(r"^## ", page, flags=re.MULTILINE)
    wanted = ("Safety", "Who must not", "Where it must not")
    return " ".join(" ".join(text.split()) for text in chapters if text.startswith(wanted))


def test_every_limit_has_its_row_and_its_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {what: (figure, source) for what, figure, source in table.rows()}
    assert rows["commanded current, any mode"][0] == f"{limits.PEAK_UA} µA"
    assert rows["dose at which INFUSE ends"][0] == "3 mA·min/cm²"
    monkeypatch.setattr(limits, "NEW_UA", 1, raising=False)
    with pytest.raises(LookupError, match=r"NEW_UA is in one of .*: add it"):
        list(table.rows())
    monkeypatch.setitem(table.ROWS, "NEW_UA", ("new", "ours"))
    assert list(table.rows())[-1] == ("new", "1 µA", "ours")


def test_every_source_named_by_a_limit_is_in_the_list() -> None:
    listed = set(re.findall(r"^- \[(\d)\]", PAGES["docs/safety.md"], re.MULTILINE))
    named = set(re.findall(r"\[(\d)\]", PAGES["docs/safety.md"]))
    assert named == listed and len(listed) >= 5


def test_an_old_table_in_any_page_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "safety.md"
    old.write_text("<!-- table: limits -->\nold\n<!-- end -->\n")
    monkeypatch.setattr(docs, "FILES", (old, tmp_path / "gone.md"))
    assert run("docs", docs.main, ["--check"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert (
        said[0].startswith("docs: docs/safety.md: a table is out of date")
        and "gone.md is missing" in said[1]
    )
    assert "old" in old.read_text()
    monkeypatch.setattr(docs, "FILES", (old,))
    assert run("docs", docs.main, []) == 0 and "500 µA" in old.read_text()
    monkeypatch.setattr(limits, "NEW_UA", 1, raising=False)
    assert run("docs", docs.main, []) == 1
    assert "NEW_UA" in capsys.readouterr().err
