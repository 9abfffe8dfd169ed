"""Which board: found by its USB ids, or named."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from serial.tools import list_ports

from tools.cli.out import Json, show
from tools.problems import NoDevice

# (vendor, product or None for all of them, what it is)
USB_IDS = (
    (0x2E8A, 0x0005, "MicroPython on RP2"),
    (0x2E8A, None, "RP2"),
    (0x303A, None, "Espressif, own USB"),
    (0x10C4, 0xEA60, "CP210x, as on ESP32 DevKitC"),
    (0x1A86, None, "CH340/CH9102, as on ESP32 boards"),
    (0x0403, None, "FTDI"),
)
_NONE = (
    "no board on USB: check that the cable carries data, that the board has MicroPython (galva "
    "flash-firmware), and your rights (group dialout)"
)


@dataclass(frozen=True)
class Found:
    """A serial port: its path, `usb` = vendor:product in hex ("" = none), and what that is."""

    path: str
    usb: str
    what: str
    serial: str


def kind_of(vendor: int | None, product: int | None) -> str:
    """What a USB device is, "" = none that could be a board."""
    for known, exact, what in USB_IDS:
        if vendor == known and exact in (None, product):
            return what
    return ""


def boards_on_usb(listed: Iterable[Any] | None = None) -> list[Found]:
    """The ports that may be boards, by path. listed: of pyserial's comports, for tests."""
    found = []
    for port in list_ports.comports() if listed is None else listed:
        what = kind_of(port.vid, port.pid)
        if what:
            usb = f"{port.vid:04x}:{port.pid:04x}"
            found.append(Found(port.device, usb, what, port.serial_number or ""))
    return sorted(found, key=lambda each: each.path)


def find(port: str = "", listed: Iterable[Any] | None = None) -> str:
    """The port that was named, or that of the only board. NoDevice: none, or two."""
    if port:
        return port
    found = boards_on_usb(listed)
    if not found:
        raise NoDevice(_NONE)
    if len(found) > 1:
        paths = ", ".join(each.path for each in found)
        raise NoDevice(f"{len(found)} boards on USB: {paths}: say which, with --port")
    return found[0].path


def ports(as_json: Json = False) -> None:
    """Serial ports that may be boards."""
    found = boards_on_usb()
    told = [asdict(each) for each in found]
    show(told if as_json else [f"{each.path}  {each.usb}  {each.what}" for each in found], as_json)
    if not found:
        raise NoDevice(_NONE)
