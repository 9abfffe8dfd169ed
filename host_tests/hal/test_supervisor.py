"""Who watches whom: watchdog, tick and application, on the fakes of both chips."""

from collections.abc import Iterator
from typing import Any

import pytest

from host_tests.fake_rig import FakeRig
from host_tests.hal.crash import crash
from host_tests.scenarios.sessions import assert_off, power_on, start, until
from tools import ROOT

TIMEOUT_MS = 1000
POLL_MS = 20  # of the application


@pytest.fixture(params=["pico", "pico2", "esp32", "esp32_s3"])
def rig(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRig]:
    rig = FakeRig(monkeypatch, board=request.param, skin="good")
    power_on(rig)
    yield rig
    rig.close()


def engine(rig: FakeRig) -> Any:
    """Whom the ticker calls."""
    timer = next(t for t in rig.world.timers if type(t).__name__ == "Timer")
    return timer._callback.__self__


def armed(rig: FakeRig) -> bool:
    return rig.world.dog in rig.world.timers


def noted(rig: FakeRig, operation: str) -> list[float]:
    """When the watchdog did that, in ms."""
    return [
        t / 1000
        for t, device, what, _ in rig.world.timeline
        if (device, what) == ("wdt", operation)
    ]


def in_run(rig: FakeRig) -> None:
    start(rig)
    until(rig, "RUN", 6000)


@pytest.mark.hazard("H39")
def test_it_runs_while_the_output_may_flow_and_no_longer(rig: FakeRig) -> None:
    assert not armed(rig)  # after the self-test at power-on
    start(rig)
    assert armed(rig)
    until(rig, "RUN", 6000)
    rig.run(3 * TIMEOUT_MS)
    assert armed(rig) and not noted(rig, "reset")
    rig.press("START")
    until(rig, "IDLE", 3000)
    rig.run(2 * POLL_MS)
    assert not armed(rig)
    rig.run(3 * TIMEOUT_MS)  # a file copy takes longer
    assert not noted(rig, "reset")


@pytest.mark.hazard("H21")
def test_it_is_armed_before_the_rail_is_on(rig: FakeRig) -> None:
    rails: list[bool] = []
    on_pin, hv_en = rig.world.on_pin, rig.pins.hv_en

    def listen(t_us: int, gpio: int, level: int) -> None:
        on_pin(t_us, gpio, level)
        if gpio == hv_en and level:
            rails.append(armed(rig))

    rig.world.on_pin = listen
    start(rig)
    assert rails and all(rails)


@pytest.mark.hazard("H21")
def test_a_hung_application_is_reset(rig: FakeRig) -> None:
    in_run(rig)
    rig.world.advance((TIMEOUT_MS + POLL_MS + 5) * 1000)  # ticks go on, the event loop does not
    assert len(noted(rig, "reset")) == 1


@pytest.mark.hazard("H21")
def test_a_check_that_is_stuck_is_not_fed(rig: FakeRig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ticks are counted and the lease is renewed, but nobody judges."""
    in_run(rig)
    monkeypatch.setattr(engine(rig), "_judge", lambda: None)
    stuck_ms = rig.now_ms
    monkeypatch.setattr(rig.device.clock, "since_ms", lambda _then: 0)  # the application, too
    rig.run(TIMEOUT_MS + 2 * POLL_MS)
    resets = noted(rig, "reset")
    assert len(resets) == 1 and resets[0] - stuck_ms <= TIMEOUT_MS + POLL_MS


@pytest.mark.hazard("H21")
def test_a_check_that_is_stuck_is_off_by_the_application(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_run(rig)
    with monkeypatch.context() as patch:
        patch.setattr(engine(rig), "_judge", lambda: None)
        rig.run(100 + 2 * POLL_MS)
        assert (rig.front.bridge, rig.front.hv_on) == (0, False)
    rig.run(700)
    assert_off(rig)
    assert rig.status["fault"] == "TICK_LATE"
    assert not armed(rig) and not noted(rig, "reset")


@pytest.mark.hazard("H21")
def test_a_dead_ticker_is_off_by_the_application_and_can_be_cleared(rig: FakeRig) -> None:
    in_run(rig)
    rig.device.ticker.stop()
    rig.run(100 + 2 * POLL_MS)
    front = rig.front
    assert (front.bridge, front.hv_on, front.gate_closed) == (0, False, False)
    rig.run(1500)
    assert rig.status["state"] == "FAULT" and rig.status["fault"] == "TICK_LATE"
    assert_off(rig)
    rig.press("START", 2300)
    until(rig, "IDLE", 4000)
    assert rig.status["fault"] == ""


@pytest.mark.hazard("H21")
def test_a_ticker_that_never_began_is_found(rig: FakeRig) -> None:
    rig.device.ticker.stop()
    rig.press("START", 650)
    rig.run(200)
    assert rig.status["fault"] == "TICK_LATE"


@pytest.mark.hazard("H39")
def test_it_is_stopped_on_every_way_out(rig: FakeRig) -> None:
    in_run(rig)

    crash(rig)
    assert not armed(rig)


def test_the_clearing_test_is_fed_though_the_fault_still_stands(rig: FakeRig) -> None:
    in_run(rig)
    rig.usb(True)
    rig.run(1500)
    rig.usb(False)
    rig.press("START", 2300)
    until(rig, "IDLE", 4000)
    assert not noted(rig, "reset")


@pytest.mark.hazard("H28")
def test_after_its_reset_the_device_says_so_until_it_is_cleared(
    rig: FakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = rig.device.board.name
    in_run(rig)
    rig.world.advance((TIMEOUT_MS + 2 * POLL_MS) * 1000)
    again = FakeRig(monkeypatch, board=board, skin="good", before=rig)
    again.run(1500)
    assert again.status["state"] == "FAULT" and again.status["fault"] == "WATCHDOG"
    assert again.status["signal"] == "fault"
    assert_off(again)
    later = FakeRig(monkeypatch, board=board, skin="good", files=again.files())  # power-on
    later.run(1500)
    assert later.status["fault"] == "WATCHDOG"
    later.press("START", 2300)
    until(later, "IDLE", 4000)
    later.run(300)
    last = FakeRig(monkeypatch, board=board, skin="good", files=later.files())
    power_on(last)
    for each in (again, later, last):
        each.close()


def test_a_forced_reset_is_none_of_the_watchdog(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = FakeRig(monkeypatch)
    power_on(rig)
    idle = FakeRig(monkeypatch, before=rig)  # REASON may say timer, but it was not running
    power_on(idle)
    assert idle.status["fault"] == ""
    rig.close()
    idle.close()


@pytest.mark.hazard("H21")
def test_it_is_never_fed_from_a_callback() -> None:
    """Only the supervisor feeds, and only the application's loop polls it."""
    texts = {path.name: path.read_text() for path in (ROOT / "firmware").rglob("*.py")}
    assert [name for name, text in texts.items() if "watchdog.feed(" in text] == ["supervisor.py"]
    assert [name for name, text in texts.items() if " Supervisor(" in text] == ["app.py"]
