"""A slice of the long runs: sessions across the clock's wraps, and that each check can fail."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from galva.core import faults
from galva.core.limits import IDLE_OFF_MS
from galva.core.usage import DAY_S
from host_tests.fake_rig import FakeRig
from host_tests.long.__main__ import DAILY, lived, section
from host_tests.long.judge import WRAP_MS, Life, checks
from host_tests.long.script import AT_FIRST_MS, NO_SKIN, Visit
from tools.long import page
from tools.long.perform import power_on

PLAN = (
    (Visit("LIFT", "piece"), Visit("INFUSE", "piece"), Visit("LIFT", "piece")),
    (Visit("LIFT", "piece"), Visit("LIFT", "piece", "fault", end_s=2), NO_SKIN),
)


@pytest.fixture(scope="module")
def life() -> Life:
    with pytest.MonkeyPatch.context() as patch:
        return lived(patch, 0, epoch_ms=WRAP_MS - AT_FIRST_MS, plan=PLAN)


def test_sessions_across_the_wraps_are_as_all_others(life: Life) -> None:
    found = checks(life)
    assert [check for check in found if not check.well] == []
    seen = {check.what: check.seen for check in found}
    assert seen["wraps of the clock"].startswith("2^30 ms in 1 session (LIFT of day 1)")
    assert (
        "2 sessions beside" in seen["what the DAC and the bridge played, to the us and the code"]
    )
    assert "All checks are well" in section(life, found, 1.0, DAILY)


def _last(life: Life, **changed: object) -> Life:
    """The last LIFT session that went by itself, otherwise."""
    at = max(k for k, s in enumerate(life.sessions) if s.visit == Visit("LIFT", "piece"))
    sessions = list(life.sessions)
    sessions[at] = sessions[at]._replace(**changed)  # type: ignore[arg-type]
    return life._replace(sessions=sessions)


def _later(life: Life) -> Life:
    """One phase of the last session is a us longer."""
    wave = life.sessions[3].wave
    half = len(wave) // 2
    longer = tuple((t_us + 1, code, bridge) for t_us, code, bridge in wave[half:])
    return _last(life, wave=wave[:half] + longer)


def _file(life: Life, change: Callable[[bytes], bytes]) -> Life:
    return life._replace(files=life.files | {"journal.0": change(life.files["journal.0"])})


BROKEN: dict[str, Callable[[Life], Life]] = {
    "each session ended as it was meant to": lambda life: _last(life, ended="dose"),
    "session lengths": lambda life: _last(life, treated_ms=15_030.0),
    "what the DAC and the bridge played, to the us and the code": _later,
    "charge through the skin": lambda life: _last(life, abs_uc=life.sessions[0].abs_uc * 1.00001),
    "wraps of the clock": lambda life: life._replace(epoch_ms=0),
    "held by the device's modules": lambda life: life._replace(held=[(500, 9000), (540, 9999)]),
    "journal": lambda life: _file(life, lambda text: text[text.index(b"\n", 5) :]),
    "journal's lines beside the skin": lambda life: _last(life, treated_ms=14_900.0),
    "totals of the over-use guard": lambda life: life._replace(
        usage=life.usage | {"today_s": life.usage["today_s"] + 2}
    ),
    "writes to flash": lambda life: life._replace(writes=life.writes + Counter(settings=1)),
}


@pytest.mark.parametrize("what", BROKEN)
def test_each_check_can_fail(life: Life, what: str) -> None:
    found = checks(BROKEN[what](life))
    assert what in [check.what for check in found if not check.well]
    assert "**A check failed.**" in section(life, found, 1.0, DAILY)


def test_a_fault_of_twelve_days_costs_the_calendar_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ticks_diff tells no more than six days: somebody has to ask in the meantime."""
    rig = FakeRig(monkeypatch)
    power_on(rig)
    rig.parts["engine"].trip(faults.OVERCURRENT)
    rig.run(200)
    assert rig.status["state"] == "FAULT"
    for _ in range(3):
        rig.world.epoch_ms += 4000 * DAY_S  # four days
        rig.run(200)
    up_s = rig.device.calendar.up_s()
    assert rig.status["state"] == "FAULT" and 0 <= up_s - 12 * DAY_S < 60
    rig.close()


def test_a_screen_that_is_set_up_anew_as_the_device_falls_asleep_is_dark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are due in the same poll: its driver leaves it lit, and lit it stayed."""
    rig = FakeRig(monkeypatch)
    power_on(rig)
    assert rig.screen.lit
    rig.world.epoch_ms += IDLE_OFF_MS
    rig.run(500)
    dark = not rig.screen.lit
    rig.press("START")
    rig.run(500)
    lit = rig.screen.lit
    rig.close()
    assert dark and lit


def test_a_run_writes_its_part_of_the_page_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    page.put("idle", page.section("how", [("a", "1")], True), file)
    page.put("rig", page.section("how else", page.rows([("b", "2", False)]), False), file)
    text = file.read_text()
    assert (
        text.count("<!-- run:") == len(page.PARTS)
        and text.count("Not run since") == len(page.PARTS) - 2
    )
    assert "| a | 1 |" in text and "| b | 2: **NOT WELL** |" in text
    page.put("idle", page.section("how", [("a", "3")], True), file)
    assert "| a | 1 |" not in file.read_text() and "| b | 2" in file.read_text()
