"""The guard beside 50 Hz that the leads pick up."""

from collections.abc import Iterator

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import PROBE_MOST_UA, lift_off, power_on, start, until


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRig]:
    made = FakeRig(monkeypatch, skin="good")
    power_on(made)
    yield made
    made.close()


@pytest.mark.parametrize("hum_mv", [50, 200])
def test_a_lift_off_is_seen_through_hum(rig: FakeRig, hum_mv: float) -> None:
    """Nothing else ends the session meanwhile."""
    rig.front.hum_mv = hum_mv
    start(rig)
    until(rig, "RUN", 5000)
    rig.run(3000)
    assert rig.status["state"] == "RUN"
    lift_off(rig)


def test_hum_beyond_all_measure_is_lost_contact(rig: FakeRig) -> None:
    start(rig)
    until(rig, "RUN", 5000)
    rig.front.hum_mv = 5000
    rig.run(500)
    assert rig.status["state"] == "HOLD" and abs(rig.front.setpoint_ua) <= PROBE_MOST_UA
