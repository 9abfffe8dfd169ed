"""What is no event in a session: a button stuck at boot, and a flash that is full at a trip."""

from collections.abc import Iterator

from tools import image
from tools.bench.stops import device_in, stop
from tools.emulator import disk
from tools.emulator.rig import EmulatedRig
from tools.sheets import Sheet

PROBE_MOST_UA = 13.0
Row = tuple[str, str, bool]  # what happens, what follows, whether that is right
_BUTTONS = ("START", "MODE", "PLUS")  # MINUS at boot is safe mode
_BOOT_MS = 8000.0  # with the whole self-test
_TRIP_MS = 10.0  # one tick, and the word that is on its way
_NOTE = (
    "At power-on the self-test tries the relay with the probe of 10 µA, whatever a button does; "
    "MINUS held then is safe mode, in which nothing runs."
)


def stuck(button: str) -> Row:
    """The signal that shows, and the most current."""
    rig = EmulatedRig(skin="2k")
    rig.chip.pull(getattr(rig.pins, button.lower()), 0)
    rig.run(_BOOT_MS)
    most_ua = rig.front.trace.peak_ua(0, rig.now_ms * 1000)
    state, signal = rig.status.get("state"), rig.status.get("signal")
    well = most_ua <= PROBE_MOST_UA and (state, signal) == ("IDLE", "stuck button")
    well = well and not rig.front.hv_on and not rig.front.relay_closed
    return f"{button} down since power-on", f"{state}, {signal}, at most {most_ua:.1f} µA", well


def trip_with_full_flash() -> Row:
    """USB power in RUN while no block is free."""
    rig = device_in("INFUSE", "RUN", files=disk.filled(image.files("pico")))
    seen = stop(rig, lambda: rig.usb(True), 700)
    trouble = rig.status.get("trouble", "")
    latched = rig.status["fault"] == "USB_POWER" and rig.status["state"] == "FAULT"
    well = latched and max(seen.zero_ms, seen.skin_ms) <= _TRIP_MS
    kept = trouble if trouble else "the fault was stored all the same"
    figure = f"0 µA after {seen.skin_ms:.2f} ms, {seen.absolute_uc:.3f} µC; {kept}"
    return "flash full at a trip (USB power)", figure, well


def rows() -> Iterator[Row]:
    """All of them, each as soon as it is known."""
    for button in _BUTTONS:
        yield stuck(button)
    yield trip_with_full_flash()


def sheet(seen: list[Row]) -> Sheet:
    """As a table."""
    told = [(name, figure) for name, figure, _well in seen]
    return Sheet("And what never begins", ("what", "what follows"), list(told), _NOTE)
