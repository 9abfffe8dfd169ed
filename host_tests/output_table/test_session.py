"""The whole way on the fakes: buttons, highest level, figures, page."""

from functools import partial

import pytest

from galva.core.modes import LEVELS, MODES, Mode
from host_tests.fake_rig import FakeRig
from tools.output_table import report, session
from tools.output_table.figures import Figures, figures
from tools.output_table.report import ROWS, Column
from tools.problems import Failed
from tools.sim.trace import Trace


@pytest.fixture
def on_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "EmulatedRig", partial(FakeRig, monkeypatch))


def nothing(_ms: float) -> None:
    """Nobody watches."""


@pytest.mark.usefixtures("on_fakes")
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_each_mode_gets_to_its_highest_level(mode: Mode) -> None:
    ran = session.do((mode.name, 2000), nothing)
    assert not ran.refused
    trace = Trace()
    for row in ran.rows:
        trace.append(row)
    seen = figures(trace, trace[0].t_us, trace[-1].t_us)
    assert seen.peak_ua == pytest.approx(mode.most_ua, rel=0.02)
    if mode.biphasic:
        assert seen.hz == pytest.approx(500 / mode.phase_ms, rel=0.01)
        assert abs(seen.net_nc) < 0.01 * seen.phase_uc * 1e3
    else:
        assert seen.mean_ua == pytest.approx(mode.most_ua, rel=0.02)
    if mode.on_ms:  # a whole time on is in it
        assert seen.rms_ua == pytest.approx(seen.peak_ua, rel=0.01)


@pytest.mark.usefixtures("on_fakes")
def test_a_short_is_refused_and_said() -> None:
    ran = session.do(("LIFT", 1), nothing)
    assert ran.rows == []
    assert ran.refused == "short"


@pytest.mark.usefixtures("on_fakes")
def test_below_the_highest_level_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "LEVELS", LEVELS - 1)
    with pytest.raises(Failed, match="LIFT runs, but not at its highest level"):
        session.do(("LIFT", 2000), nothing)


def test_the_page_has_every_row_and_every_refusal() -> None:
    lift, infuse = MODES[0], MODES[2]
    seen = session_figures()
    columns = [Column(500, seen, "short"), Column(2000, seen)]
    page = report.of_mode(lift, columns, 30_825, area_mm2=200)
    for name, _words in ROWS:
        assert f"| {name} |" in page
    assert "does not run into 500 ohm: short" in page
    assert "Compliance: 30.8 kOhm" in page
    assert "| Maximum output voltage | 0.200 V | 0.800 V |" in page  # 400 uA
    assert "| Maximum current density, rms | 150.0 µA/cm2 | 150.0 µA/cm2 |" in page  # 2 cm2
    assert "| Maximum power density | 22.5 µW/cm2 | 90.0 µW/cm2 |" in page  # 300 uA rms
    assert "reversed at half time" in report.of_mode(infuse, columns, 75_000, area_mm2=100)
    assert "A = 2 cm2" in report.head(200)


def session_figures() -> Figures:
    return Figures(
        400, 300, 0, plus_ms=50, minus_ms=50, hz=10, net_nc=0, worst_net_nc=0, phase_uc=20
    )
