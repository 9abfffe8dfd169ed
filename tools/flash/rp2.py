"""An image onto an RP2 board: its boot drive found or asked for, the copy, the board's return."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from tools.cli import ports
from tools.cli.remote import Remote, refuse_in_session
from tools.flash import drives
from tools.flash.chips import RP2
from tools.flash.drives import BootDrive
from tools.flash.images import Image
from tools.problems import Failed, Mismatch, NoDevice, Problem

_DRIVE_S, _GONE_S, _PORT_S = 15, 15, 20
_LOOK_S = 0.25
HOLD = "unplug the board, hold BOOT (BOOTSEL), plug it in, let go"
_NOTHING = (
    f"no boot drive and no board on USB: {HOLD}; still nothing: this cable only charges, it "
    "has no data lines, take another"
)


class Computer(Protocol):
    """What a board looks like from here."""

    def drives(self) -> list[BootDrive]: ...

    def unmounted(self) -> str:
        """Board-ID of a boot drive that is not mounted."""

    def ports(self) -> list[str]:
        """Serial ports that may be boards."""

    def to_boot_drive(self, port: str) -> None:
        """Ask the MicroPython at this port to become a boot drive. Refused in a session."""

    def sleep(self, seconds: float) -> None: ...


class ThisComputer:
    """The real one."""

    def drives(self) -> list[BootDrive]:
        """Mounted boot drives."""
        return drives.found()

    def unmounted(self) -> str:
        """Board-ID of a boot drive that is not mounted."""
        return drives.unmounted()

    def ports(self) -> list[str]:
        """Serial ports that may be boards."""
        return [each.path for each in ports.boards_on_usb()]

    def to_boot_drive(self, port: str) -> None:
        """As `mpremote bootloader`. Refused: a session runs."""
        refuse_in_session(port)
        try:
            Remote(port).do("bootloader")
        except Problem as problem:
            raise type(problem)(f"{problem}; or {HOLD}") from problem

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def _until(computer: Computer, is_so: Callable[[], bool], seconds: float) -> bool:
    for _ in range(round(seconds / _LOOK_S)):
        if is_so():
            return True
        computer.sleep(_LOOK_S)
    return is_so()


def drive_for(
    image: Image, computer: Computer, port: str, say: Callable[[str], None]
) -> BootDrive:
    """The one boot drive of the image's chip; a board that runs MicroPython becomes one.

    NoDevice: none, or two; Mismatch: that of another chip.
    """
    if not computer.drives() and not computer.unmounted():
        _ask_for_it(computer, port, say)
    found = computer.drives()
    if not found:
        board_id = computer.unmounted()
        raise NoDevice(
            f"{board_id} is there but not mounted: open it in the file manager, or `udisksctl "
            f"mount -b /dev/disk/by-label/{board_id}`"
            if board_id
            else f"no boot drive came: {HOLD}"
        )
    if len(found) > 1:
        told = ", ".join(str(each.path) for each in found)
        raise NoDevice(f"{len(found)} boot drives, {told}: leave one board plugged in")
    if found[0].chip != image.chip:
        due = RP2[image.chip].board_id
        wrong = f"{found[0].path} is the drive of {found[0].board_id}, the image is for {due}"
        raise Mismatch(f"{wrong}: another board, or another image")
    return found[0]


def _ask_for_it(computer: Computer, port: str, say: Callable[[str], None]) -> None:
    there = [port] if port else computer.ports()
    if not there:
        raise NoDevice(_NOTHING)
    if len(there) > 1:
        raise NoDevice(f"{len(there)} boards: {', '.join(there)}: say which, with --port")
    say(f"BOOT was not held: {there[0]} is asked for its boot drive")
    computer.to_boot_drive(there[0])
    _until(computer, lambda: bool(computer.drives() or computer.unmounted()), _DRIVE_S)
    _until(computer, lambda: bool(computer.drives()), _DRIVE_S / 3)  # a file manager mounts it


def flash(image: Image, drive: BootDrive, computer: Computer, tell: Callable[[int], None]) -> str:
    """Copy it and wait for the board: its port. Failed: where it stopped, and the cure."""
    before = set(computer.ports())
    drives.write(drive, image.data, tell)
    if not _until(computer, lambda: not _is_there(drive.path), _GONE_S):
        raise Failed(f"{drive.path}: the board did not take the image: {HOLD}, run it again")
    if not _until(computer, lambda: bool(set(computer.ports()) - before), _PORT_S):
        raise Failed(
            "the image is on the board, no port came: unplug it, plug it in, see `galva ports`"
        )
    return min(set(computer.ports()) - before)


def _is_there(drive: Path) -> bool:
    return (drive / drives.INFO).exists()
