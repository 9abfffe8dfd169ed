"""The sample stream on the emulated chip: every frame on the wires, and every way it ends."""

from itertools import pairwise
from typing import NamedTuple

import pytest

from host_tests.scenarios.sessions import power_on, start, until
from tools import image
from tools.bench.stops import Stop, device_in, hang, idle, into, stop, until_bridge
from tools.emulator.rig import EmulatedRig, forked
from tools.sim.trace import MINUS, PLUS

CYCLES_PER_SAMPLE = 125_000
GATE_MS = 75  # hardware.md section 4: coil 70 ms after the last edge, contacts 3 ms later


class Frame(NamedTuple):
    cycle: int
    code: int
    bridge: int  # when the swap is over


@pytest.fixture(scope="module")
def lift() -> EmulatedRig:
    return device_in("LIFT", "RUN")


@pytest.fixture(scope="module")
def infuse() -> EmulatedRig:
    return device_in("INFUSE", "RUN")


def frames(rig: EmulatedRig, ms: float) -> list[Frame]:
    """What the DAC took in the next ms, read at /CS."""
    found: list[Frame] = []

    def note(t_us: float, level: int | None) -> None:
        cycle = round(t_us * 125)
        rig.at(0.01, lambda: found.append(Frame(cycle, rig.front.code, rig.front.bridge)))

    def edge(t_us: float, level: int | None) -> None:
        if level:
            note(t_us, level)

    rig.chip.watch(rig.pins.cs, edge)
    rig.run(ms)
    return found


def periods(found: list[Frame]) -> list[tuple[int, int]]:
    """(sum of signed codes, samples that drove) of each whole period, from swap to swap."""
    driven = [f.code if f.bridge == PLUS else -f.code for f in found if f.code]
    begins = [k for k, (a, b) in enumerate(pairwise(driven), 1) if a < 0 < b]
    return [(sum(driven[a:b]), b - a) for a, b in pairwise(begins)]


def test_a_frame_a_millisecond_to_the_cycle(lift: EmulatedRig) -> None:
    """With the application, its status lines and its collections beside it."""

    def look() -> tuple[int, set[int]]:
        found = frames(lift, 1200)
        return len(found), {b.cycle - a.cycle for a, b in pairwise(found)}

    count, gaps = forked(look)
    assert count >= 1199 and gaps == {CYCLES_PER_SAMPLE}


@pytest.mark.hazard("H17")
@pytest.mark.parametrize(("mode", "n"), [("LIFT", 100), ("TIGHTEN", 1000)])
def test_every_period_on_the_wire_sums_to_zero(mode: str, n: int) -> None:
    """Through ramp and envelope, on a skin that now and then is waited for."""
    idle()
    found = forked(lambda: periods(frames(into(idle(), mode, "RAMP_UP", 3, "typical"), 5000)))
    assert len(found) >= 3 and set(found) == {(0, n)}


# ---- it ends by itself (the figures: make bench)


@pytest.mark.hazard("H21")
@pytest.mark.parametrize("bridge", [PLUS, MINUS])
def test_a_processor_that_stops_in_run_ends_in_zero(lift: EmulatedRig, bridge: int) -> None:
    def stopped() -> Stop:
        until_bridge(lift, bridge)
        return stop(lift, lambda: hang(lift))

    seen = forked(stopped)
    assert 0 < seen.zero_ms <= 5 and 0 < abs(seen.charge_uc) <= 0.21 * 5  # 200 uA
    assert seen.relay_ms <= seen.zero_ms + GATE_MS


@pytest.mark.hazard("H21")
def test_a_processor_that_stops_in_infuse_ends_in_zero(infuse: EmulatedRig) -> None:
    seen = forked(lambda: stop(infuse, lambda: hang(infuse)))
    assert 0 < seen.zero_ms <= 5 and 0 < seen.charge_uc <= 0.105 * 5


@pytest.mark.hazard("H21")
def test_a_processor_that_stops_in_the_ramp_ends_in_zero() -> None:
    def stopped() -> Stop:
        rig = into(idle(), "LIFT", "RAMP_UP")
        rig.run(400)
        return stop(rig, lambda: hang(rig))

    idle()
    seen = forked(stopped)
    assert 0 < seen.zero_ms <= 5 and abs(seen.charge_uc) <= 0.21 * 5


@pytest.mark.hazard("H21")
def test_an_application_that_hangs_ends_in_zero_by_its_heartbeat(lift: EmulatedRig) -> None:
    """The tick and the guard go on; nobody beats."""
    seen = forked(lambda: stop(lift, lambda: hang(lift, interrupts=True), 500))
    assert 200 <= seen.zero_ms <= 300


@pytest.mark.hazard("H2")
@pytest.mark.parametrize("at_ms", [0.3, 3.9, 20.5, 49.7, 51.2, 80.0])
def test_lift_off_is_crowbarred_within_2_ms(lift: EmulatedRig, at_ms: float) -> None:
    def lifted() -> float:
        lift.run(at_ms)
        lift.lift()
        begin_us = lift.now_ms * 1000
        lift.run(5)
        rows = lift.front.trace.between(begin_us, begin_us + 5000)
        return next(row.t_us for row in rows if not row.bridge & 4) - begin_us

    assert forked(lifted) <= 2000


# ---- a soft reset freezes the state machine, with RUN high


def without(*ends: str) -> dict[str, bytes]:
    """The device's files without some of what ends a session: "finally", "boot"."""
    content = image.files("pico", source=True)
    if "finally" in ends:
        for name, line in (("galva/app/app.py", "        device.off()\n"), ("main.py", "")):
            text = content[name].decode()
            cut = (
                text.replace(line, "        pass\n")
                if line
                else text.replace("device.off()", "pass")
            )
            assert cut != text
            content[name] = cut.encode()
    if "boot" in ends:
        content["boot.py"] = b""
        content["main.py"] = _once(content["main.py"])
    for name in list(content):
        if name.endswith(".py") and name not in ("boot.py", "main.py", "board.py"):
            compiled = image.compiled(name, content.pop(name), "armv6m")
            content[name.removesuffix(".py") + ".mpy"] = compiled
    return content


def _once(main: bytes) -> bytes:
    """After the reset nothing is built anew: nobody else may switch off."""
    guard = (
        b"import os, sys\nif 'ran' in os.listdir():\n    sys.exit()\nopen('ran', 'w').close()\n"
    )
    return guard + main


def soft_reset(content: dict[str, bytes]) -> tuple[EmulatedRig, float]:
    """In RUN, a soft reset by Ctrl-C and Ctrl-D; the rig 200 ms later, and when it began (us)."""
    rig = EmulatedRig(skin="2k", files=content)
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    begin_us = rig.now_ms * 1000
    rig.chip.send(b"\x03\x04")
    rig.run(200)
    return rig, begin_us


def run_low_ms(rig: EmulatedRig, begin_us: float) -> float:
    """When RUN went low for good; inf when it is high."""
    if rig.front.bridge & 4:
        return float("inf")
    rows = rig.front.trace.between(begin_us, rig.now_ms * 1000)
    last = max((row.t_us for row in rows if row.bridge & 4), default=begin_us)
    return (min(row.t_us for row in rows if row.t_us > last) - begin_us) / 1000


@pytest.mark.hazard("H23")
def test_soft_reset_finally_ends_it() -> None:
    rig, begin_us = soft_reset(image.files("pico"))
    assert run_low_ms(rig, begin_us) < 20 and rig.front.code == 0


@pytest.mark.hazard("H23")
def test_soft_reset_boot_ends_it_without_finally() -> None:
    rig, begin_us = soft_reset(without("finally"))
    assert run_low_ms(rig, begin_us) < 60 and rig.front.code == 0


@pytest.mark.hazard("H23")
def test_soft_reset_gate_ends_it_without_both() -> None:
    rig, begin_us = soft_reset(without("finally", "boot"))
    assert run_low_ms(rig, begin_us) == float("inf") and rig.front.code  # the trap
    assert not rig.front.relay_closed and rig.front.delivered_ua == 0
    rows = rig.front.trace.between(begin_us, rig.now_ms * 1000)
    opened_us = next(row.t_us for row in rows if not row.relay_closed)
    assert (opened_us - begin_us) / 1000 < 30 + GATE_MS
