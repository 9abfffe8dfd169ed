"""What latched outlives the power, whatever happens to its record; and how it is cleared."""

import errno
import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from galva.core import faults
from host_tests.fake_rig import FakeRig
from host_tests.scenarios.sessions import assert_off, power_on, start, until

Make = Callable[..., FakeRig]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    rigs: list[FakeRig] = []

    def made(files: dict[str, bytes] | None = None) -> FakeRig:
        rigs.append(FakeRig(monkeypatch, skin="good", files=files))
        return rigs[-1]

    yield made
    for rig in rigs:
        rig.close()


def line(**fields: Any) -> bytes:
    """A sound line of a record, whatever it says."""
    record = {"version": 1, "unit": "bits", "counter": 1, **fields}
    text = json.dumps(record, sort_keys=True)
    return f'{text[:-1]}, "crc": {zlib.crc32(text.encode())}}}\n'.encode()


def tripped(make: Make) -> FakeRig:
    """USB power in a session, and the time to write it down."""
    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    rig.usb(True)
    rig.run(600)
    assert rig.status["fault"] == "USB_POWER"
    return rig


def clear(rig: FakeRig) -> None:
    rig.run(1100)
    rig.press("START", 2300)
    until(rig, "IDLE", 4000)
    rig.run(300)


def stored(rig: FakeRig) -> int:
    """What the newer of the two files says."""
    slots = [json.loads(text) for name, text in rig.files().items() if name.startswith("fault.")]
    return int(max(slots, key=lambda slot: slot["counter"])["bits"])


@pytest.mark.hazard("H28")
def test_it_boots_into_the_fault_until_that_is_cleared(make: Make) -> None:
    rig = make(tripped(make).files())
    rig.run(3000)
    assert rig.status["state"] == "FAULT" and rig.status["fault"] == "USB_POWER"
    assert (rig.status["signal"] == "fault" and rig.light[0] > 0.5) or rig.tone_hz >= 0
    assert rig.front.trace.peak_ua(0, rig.now_ms * 1000) == 0 and not rig.front.hv_on
    start(rig)
    assert rig.status["state"] == "FAULT"
    clear(rig)
    assert stored(rig) == 0
    power_on(make(rig.files()))


def test_nothing_is_stored_without_a_fault(make: Make) -> None:
    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    assert not [name for name in rig.files() if name.startswith("fault")]


@pytest.mark.hazard("H25")
def test_it_is_written_only_when_the_relay_has_opened(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    saves: list[tuple[float, bool, bool, int]] = []
    save = rig.device.store.save

    def seen(name: str, record: Any) -> None:
        front = rig.front
        front.advance(rig.world.now_us)
        if name == "fault":
            saves.append((rig.now_ms, front.hv_on, front.relay_closed, front.code))
        save(name, record)

    monkeypatch.setattr(rig.device.store, "save", seen)
    tripped_ms = rig.now_ms
    rig.usb(True)
    rig.run(600)
    ((saved_ms, *reaching),) = saves
    assert reaching == [False, False, 0]
    assert 195 <= saved_ms - tripped_ms <= 240  # counted in ticks, from the one that tripped


@pytest.mark.hazard("H28")
def test_a_second_fault_joins_the_first(make: Make) -> None:
    rig = make({"fault.a": line(bits=faults.USB_POWER | faults.MISMATCH)})
    rig.run(600)
    assert rig.status["fault"] == "MISMATCH"
    assert stored(rig) == faults.USB_POWER | faults.MISMATCH


IMPOSSIBLE = {
    "negative": line(bits=-1),
    "unknown": line(bits=1 << 29),
    "never latches": line(bits=faults.LOST),
    "text": line(bits="16"),
    "float": line(bits=16.0),
    "true": line(bits=True),
    "none": line(),
    "list": line(bits=[1]),
    "another version": line(bits=0, version=2),
    "another unit": line(bits=0, unit="faults"),
    "empty": b"",
    "noise": bytes(range(256)),
    "too long": b"{" * 9000,
    "flipped": line(bits=0).replace(b'"bits": 0', b'"bits": 1'),
}


@pytest.mark.hazard("H28", "H31")
@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_a_damaged_record_is_a_fault(make: Make, what: str) -> None:
    rig = make({"fault.a": IMPOSSIBLE[what]})
    rig.run(150)
    assert "fault" in rig.console.split("\n")[0], rig.console
    assert rig.status["state"] == "FAULT" and rig.status["fault"] == "RECORD"
    assert rig.status["trouble"]
    rig.run(500)
    assert stored(rig) == faults.RECORD and "trouble" not in rig.status
    assert_off(rig)
    clear(rig)
    power_on(make(rig.files()))


@pytest.mark.hazard("H28", "H31")
def test_one_damaged_file_of_two_is_a_fault_too(make: Make) -> None:
    """It may have been the newer one."""
    cleared = line(bits=0, counter=5)
    rig = make({"fault.a": cleared, "fault.b": line(bits=1, counter=6)[:-9]})
    rig.run(600)
    assert rig.status["fault"] == "RECORD"
    assert {name for name in rig.files() if name.startswith("fault")} == {"fault.a", "fault.b"}
    assert json.loads(rig.files()["fault.a"])["bits"] == 0


def test_what_the_sound_file_says_stays(make: Make) -> None:
    rig = make({"fault.a": line(bits=faults.OVERCURRENT), "fault.b": b"x"})
    rig.run(600)
    assert stored(rig) == faults.OVERCURRENT | faults.RECORD


@pytest.mark.hazard("H28", "H31")
def test_a_full_flash_is_told_and_the_fault_stays(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_name: str, _record: Any) -> None:
        raise OSError(errno.ENOSPC, "ENOSPC")

    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    monkeypatch.setattr(rig.device.store, "save", full)
    rig.usb(True)
    rig.run(3000)
    assert rig.status["fault"] == "USB_POWER" and "not stored" in rig.status["trouble"]
    assert [text[:5] for text in rig.console.split("\n")].count("fault") == 1
    assert_off(rig)
    rig.usb(False)
    clear(rig)
    assert rig.status["fault"] == "" and "not stored" in rig.status["trouble"]


# ---- power cuts at every operation of the disk


def cut_points(rig: FakeRig, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, bytes]]:
    """The files before and after each byte and rename that a save makes."""
    from galva.hal import store

    states: list[dict[str, bytes]] = []
    rename = os.rename

    class Writer:
        def __init__(self, path: str) -> None:
            self._file = Path(path).open("wb", buffering=0)  # noqa: SIM115

        def __enter__(self) -> "Writer":
            return self

        def __exit__(self, *_error: object) -> None:
            self._file.close()

        def write(self, text: str) -> None:
            for byte in text.encode():
                states.append(rig.files())
                self._file.write(bytes([byte]))

    def slow_open(path: str, mode: str) -> Any:
        return Writer(path) if mode == "w" else Path(path).open(mode)

    def slow_rename(old: str, new: str) -> None:
        states.append(rig.files())
        rename(old, new)
        states.append(rig.files())

    monkeypatch.setattr(store, "open", slow_open, raising=False)
    monkeypatch.setattr(os, "rename", slow_rename)
    return states


def loaded(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> int:
    """What a device that boots with these files latches, without running it."""
    rig = FakeRig(monkeypatch, files=files)
    rig.run(1)
    timer = next(t for t in rig.world.timers if type(t).__name__ == "Timer")
    bits = timer._callback.__self__.faults
    rig.close()
    return int(bits)


@pytest.mark.hazard("H31")
def test_a_power_cut_while_it_is_stored_leaves_nothing_or_the_fault(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 5000)
    with monkeypatch.context() as patch:
        states = cut_points(rig, patch)
        rig.usb(True)
        rig.run(600)
    assert len(states) > 60
    found = [loaded(state, monkeypatch) for state in states[::7] + states[-3:]]
    assert set(found) == {0, faults.USB_POWER} and found == sorted(found)


@pytest.mark.hazard("H31")
def test_a_power_cut_while_it_is_cleared_leaves_the_fault_or_nothing(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = make(tripped(make).files())
    rig.run(300)
    with monkeypatch.context() as patch:
        states = cut_points(rig, patch)
        clear(rig)
    assert len(states) > 60
    found = [loaded(state, monkeypatch) for state in states[::7] + states[-3:]]
    assert set(found) == {0, faults.USB_POWER} and found == sorted(found)[::-1]


# ---- clearing


def faulty(make: Make) -> FakeRig:
    rig = make({"fault.a": line(bits=faults.MISMATCH)})
    rig.run(1500)
    assert rig.status["state"] == "FAULT"
    return rig


@pytest.mark.hazard("H28")
def test_start_held_clears_and_only_then(make: Make) -> None:
    rig = faulty(make)
    rig.press("START", 1900)
    rig.run(300)
    assert rig.status["state"] == "FAULT"
    for name in ("MODE", "PLUS", "MINUS"):
        rig.press(name, 2500)
        assert rig.status["state"] == "FAULT"
    rig.press("START", 2100)
    until(rig, "IDLE", 4000)


def test_two_short_holds_are_no_long_one(make: Make) -> None:
    rig = faulty(make)
    for _ in range(3):
        rig.press("START", 1200)
    assert rig.status["state"] == "FAULT"


@pytest.mark.hazard("H28", "H34")
def test_a_contact_that_chatters_is_no_hold(make: Make) -> None:
    rig = faulty(make)
    for _ in range(8):
        rig.press("START", 400)  # and 100 ms open
    assert rig.status["state"] == "FAULT"


@pytest.mark.parametrize("before_ms", [0, 100])
def test_start_held_since_before_the_trip_clears_nothing(make: Make, before_ms: int) -> None:
    rig = make()
    power_on(rig)
    start(rig)
    until(rig, "CHECK", 3000)
    until(rig, "RUN", 5000)
    rig.hold("START")
    rig.run(before_ms)
    rig.usb(True)
    rig.run(50)
    rig.usb(False)
    rig.run(2600)  # longer than it takes to clear, too short to switch off
    assert rig.status["state"] == "FAULT"
    rig.release("START")
    rig.run(100)
    rig.press("START", 2300)
    until(rig, "IDLE", 4000)


@pytest.mark.hazard("H28")
def test_a_press_in_the_first_second_after_the_trip_clears_nothing(make: Make) -> None:
    rig = make({"fault.a": line(bits=faults.MISMATCH)})
    rig.run(900)
    rig.press("START", 2700)
    assert rig.status["state"] == "FAULT"
    rig.press("START", 2300)
    until(rig, "IDLE", 4000)


@pytest.mark.hazard("H28")
def test_start_held_at_boot_clears_nothing(make: Make) -> None:
    rig = make({"fault.a": line(bits=faults.MISMATCH)})
    rig.world.inputs[rig.pins.start] = 0
    rig.run(6000)
    assert rig.status["state"] == "FAULT"


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("name", ["start", "mode", "plus", "minus"])
def test_a_button_stuck_at_boot_is_shown_until_it_lets_go(make: Make, name: str) -> None:
    rig = make()
    rig.world.inputs[getattr(rig.pins, name)] = 0
    rig.run(6000)
    assert rig.status["state"] == "IDLE" and rig.status["signal"] == "stuck button"
    assert rig.light[0] > 0.5
    rig.release(name.upper())
    rig.run(700)
    assert rig.status["signal"] != "stuck button"


def test_after_a_reset_the_step_that_failed_is_not_known(make: Make) -> None:
    rig = make()
    rig.front.inject(0, "rs1 half")
    rig.run(3000)
    assert (rig.status["fault"], rig.status["step"]) == ("SELF_TEST", "S1")
    rig.run(500)
    again = make(rig.files())
    again.run(3000)
    assert again.status["fault"] == "SELF_TEST" and again.status["cure"]
    assert "step" not in again.status and "part" not in again.status
