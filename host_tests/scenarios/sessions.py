"""Every function here is a scenario; host_tests/test_scenarios.py runs it on both rigs."""

from itertools import pairwise
from typing import Any

PROBE_UA = 10
PROBE_MOST_UA = 13  # what the probe may deliver: 5 % and the divider's 1.5 uA, measured
Rig = Any  # host_tests.fake_rig.FakeRig or tools.emulator.rig.EmulatedRig


def power_on(rig: Rig) -> None:
    """Run until the device has tested the whole of itself: the chip needs a second before."""
    while rig.status.get("state") != "IDLE":
        assert rig.now_ms < 10_000, rig.console  # source alone takes 3 s to load
        rig.run(50)
    rig.run(100)


def start(rig: Rig) -> None:
    """Hold START until it counts, and let go."""
    rig.press("START", 650)


def until(rig: Rig, state: str, most_ms: float) -> None:
    """Run until the status says so; the time is virtual."""
    end_ms = rig.now_ms + most_ms
    while rig.status.get("state") != state:
        assert rig.now_ms < end_ms, f"{state} not reached: {rig.status}"
        rig.run(20)


def assert_off(rig: Rig) -> None:
    """Off is not zero: code 0, bridge crowbarred, rail off, relay released."""
    rig.run(100)  # the relay falls within 70 ms of the last ALIVE edge
    front = rig.front
    assert front.code == 0
    assert front.bridge == 0
    assert not front.hv_on or not front.afe.parts.switched  # front end B: a battery
    assert not front.relay_closed
    assert front.delivered_ua == 0


def heard(rig: Rig) -> bool:
    """The buzzer sounds within half a second."""
    for _ in range(25):
        if rig.tone_hz > 0:
            return True
        rig.run(20)
    return False


def amber(rig: Rig) -> bool:
    """The light is amber within half a second; its colours change one after the other."""
    for _ in range(25):
        red, green, blue = rig.light
        if red > green > blue:
            return True
        rig.run(20)
    return False


def most_ua(rig: Rig, from_ms: float, to_ms: float | None = None) -> float:
    """The largest current through the skin in a time, peaks between rows included."""
    return float(rig.front.trace.peak_ua(from_ms * 1000, (to_ms or rig.now_ms) * 1000))


def boots_off(rig: Rig) -> None:
    """Power-on with the electrodes on: the relay is tried with the probe, no more."""
    rig.touch("good")
    power_on(rig)
    assert rig.status["state"] == "IDLE" and rig.status["mode"] == "LIFT"
    assert_off(rig)
    assert 0 < most_ua(rig, 0) <= PROBE_MOST_UA


def no_contact_is_refused(rig: Rig) -> None:
    """START without skin: refused with its own light and sound, nothing above the probe set."""
    power_on(rig)
    begin_ms = rig.now_ms
    start(rig)
    until(rig, "CHECK", 2000)
    until(rig, "IDLE", 5000)
    assert rig.status["ended"] == "no contact" and rig.status["signal"] == "no contact"
    assert heard(rig)
    assert amber(rig)
    assert_off(rig)
    assert most_ua(rig, begin_ms) == 0


def first_session(rig: Rig) -> None:
    """Contact, ramp, run, lift-off, re-contact, stop: what the skin gets at each point."""
    power_on(rig)
    rig.press("PLUS")
    rig.press("PLUS")
    assert rig.status["level"] == 3
    rig.touch("good")
    touched_ms = rig.now_ms
    start(rig)
    until(rig, "RAMP_UP", 4000)
    assert most_ua(rig, touched_ms) <= PROBE_MOST_UA
    ramped_ms = rig.now_ms
    until(rig, "RUN", 3000)
    assert rig.now_ms - ramped_ms >= 900  # 1 s ramp, seen through the status line
    rig.run(1000)
    set_ua = 127
    assert abs(most_ua(rig, rig.now_ms - 500) - set_ua) <= set_ua * 0.05 + 8
    lift_off(rig)
    contact_again(rig, set_ua)
    rig.press("START")
    until(rig, "IDLE", 3000)
    assert rig.status["ended"] == "stopped"
    assert_off(rig)


def lift_off(rig: Rig) -> None:
    """The electrodes leave the skin: bridge crowbarred within two samples, or a tick."""
    lifted_us = rig.now_ms * 1000
    rig.lift()
    rig.run(200)
    zero_us = next(
        row.t_us
        for row in rig.front.trace.between(lifted_us, rig.now_ms * 1000)
        if not row.bridge & 4
    )
    assert zero_us - lifted_us <= rig.lift_off_ms * 1000
    assert rig.status["state"] == "HOLD" and rig.status["signal"] == "hold"
    assert rig.front.delivered_ua == 0


def contact_again(rig: Rig, set_ua: int) -> None:
    """Back on the skin: from the probe up, at least half a second, never above the set value."""
    rig.run(1500)
    touched_ms = rig.now_ms
    rig.touch("good")
    until(rig, "RAMP_UP", 2000)
    assert most_ua(rig, touched_ms + 1, rig.now_ms) <= PROBE_MOST_UA
    ramped_ms = rig.now_ms
    until(rig, "RUN", 3000)
    assert most_ua(rig, ramped_ms, ramped_ms + 400) < set_ua
    assert most_ua(rig, ramped_ms) <= set_ua * 1.1


def biphasic_periods_are_balanced(rig: Rig) -> None:
    """LIFT: between the starts of two periods, the mean current through the skin is nothing."""
    power_on(rig)
    rig.touch("typical")
    start(rig)
    until(rig, "RUN", 5000)
    begin_us = rig.now_ms * 1000
    rig.run(1500)
    trace = rig.front.trace
    rows = trace.between(begin_us, rig.now_ms * 1000)
    starts_us = [b.t_us for a, b in pairwise(rows) if b.setpoint_ua > 0 >= a.setpoint_ua]
    assert len(starts_us) >= 1500 // rig.period_ms - 1
    assert abs(trace.mean_ua(starts_us[0], starts_us[-1])) < 0.01  # of 50 uA
    rig.press("MODE")
    until(rig, "IDLE", 3000)
    assert_off(rig)


def all_modes_run(rig: Rig) -> None:
    """Each mode reaches RUN with its own current, and MODE cycles through them."""
    power_on(rig)
    rig.touch("good")
    for name, shape in (("LIFT", "both"), ("TIGHTEN", "both"), ("INFUSE", "plus")):
        assert rig.status["mode"] == name
        start(rig)
        until(rig, "RUN", 12_000)
        begin_us = rig.now_ms * 1000
        rig.run(1100)
        seen = {row.delivered_ua > 0 for row in rig.front.trace.between(begin_us, begin_us + 1e6)
                if abs(row.delivered_ua) > 5}  # fmt: skip
        assert seen == ({True, False} if shape == "both" else {True})
        rig.press("START")
        until(rig, "IDLE", 5000)
        rig.run(800)  # the session's records are written: a tap meanwhile may be missed
        rig.press("MODE")
        rig.run(700)


def short_is_refused(rig: Rig) -> None:
    """Electrodes touching each other."""
    power_on(rig)
    rig.touch("short")
    start(rig)
    until(rig, "CHECK", 2000)
    until(rig, "IDLE", 5000)
    assert rig.status["ended"] == rig.status["signal"] == "short"
    assert_off(rig)


def dry_skin_is_refused(rig: Rig) -> None:
    """No gel: 300 kOhm. The divider's 1.5 uA keep 0.45 V on the skin even at code 0, so a swap of
    the probe sends 47 uA back for 0.2 ms; without the rest before the swap it is 279 uA."""
    power_on(rig)
    rig.touch("dry")
    start(rig)
    until(rig, "CHECK", 2000)
    rig.run(2800)
    assert rig.status["state"] == "CHECK" and most_ua(rig, 0) <= 55
    until(rig, "IDLE", 5000)
    assert rig.status["ended"] == rig.status["signal"] == "no gel"
    assert most_ua(rig, 0) <= 300  # off is at once: it may meet the end of a phase


def usb_power_in_a_session_trips(rig: Rig) -> None:
    """A charger plugged in: off at once, latched, cleared only by a long START."""
    power_on(rig)
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 5000)
    rig.usb(True)
    rig.run(50)
    assert not rig.front.bridge & 4
    until(rig, "FAULT", 300)
    assert rig.status["fault"] == "USB_POWER"
    assert_off(rig)
    start(rig)
    assert rig.status["state"] == "FAULT"
    rig.press("START", 2300)
    assert rig.status["state"] == "FAULT" and rig.status["fault"] == "USB_POWER"
    rig.usb(False)
    rig.press("START", 2300)
    assert rig.status["state"] == "SELF_TEST" and rig.status["fault"] == "USB_POWER"
    until(rig, "IDLE", 3000)
    assert rig.status["fault"] == ""
    assert_off(rig)


def usb_power_at_start_stays_on_the_bench(rig: Rig) -> None:
    """A session with USB power runs into the dummy: the skin gets nothing."""
    rig.usb(True)
    power_on(rig)
    rig.touch("good")
    start(rig)
    until(rig, "RUN", 6000)
    rig.run(300)
    assert rig.status["link"].startswith("usb")
    assert most_ua(rig, 0) == 0
    assert 8000 < rig.status["ohm"] < 12_000
    rig.press("START")
    until(rig, "IDLE", 3000)


SCENARIOS = (
    boots_off,
    no_contact_is_refused,
    first_session,
    biphasic_periods_are_balanced,
    all_modes_run,
    short_is_refused,
    dry_skin_is_refused,
    usb_power_in_a_session_trips,
    usb_power_at_start_stays_on_the_bench,
)
