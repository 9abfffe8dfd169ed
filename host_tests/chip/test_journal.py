"""The end of a session on the chip's own littlefs, power cut at every flash operation.

Each state of the flash while the journal's line and the usage record are written, and each
half-done operation: no earlier line is lost, and the record is the old or the new one. The counts
are printed (pytest -s).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from crcline import parse

from galva.app.ring import FILE_BYTES, FILES, Ring, seq_of
from host_tests.chip.test_store import torn
from host_tests.journal.disk import Lines
from tools import image
from tools.builds import commission
from tools.emulator import disk
from tools.emulator.chip import Chip

BUILD = """
import gc
gc.threshold(16384)
from board import BOARD
from galva import hal
device = hal.build(BOARD)
from galva.core.engine import Engine
from galva.app.journal import Journal
from galva.app.settings import Settings
from galva.app.usage import Usage
engine = Engine(device.output, device.sense, device.cal, device.board)
usage = Usage(engine, device)
journal = Journal(engine, device, Settings(engine, device))
now = engine.course
usage.set_time(846_763_200 + 3600)
usage.poll()
"""
START = "now.state_ms = 300\nprint(usage.begin())"
RUN = """
now.sessions, now.quiet, now.state, now.plan.treated_ms = 1, False, 4, 61_000
journal.poll()
usage.poll()
now.quiet, now.state, now.state_ms, now.ended = True, 0, 300, 1
"""
END = "for _ in range(3):\n    usage.poll()\n    journal.poll()\n"
FULL = 14 * FILES  # lines: the next one rotates
PLANNED_MS, TREATED_MS = 300_000, 61_000
_PROGRAM, _ERASES = 0x02, (0x20, 0xD8)


class Files(Lines):
    """The part of port Store that a ring reads, out of a flash."""

    def __init__(self, flash: bytes) -> None:
        self._system = disk.mounted(flash)
        self.names = self._system.listdir("/")

    def read(self, name: str) -> bytes:
        if name not in self.names:
            return b""
        with self._system.open(name, "rb") as file:
            return bytes(file.read())


def old_line(seq: int) -> bytes:
    """As long as a session's."""
    text = commission.record_line({"seq": seq, "fill": "x" * 220}).decode()
    return ("\n" + text).encode()


def chip_with(lines: int) -> Chip:
    """Built, its clock set, with so many lines in the ring; nothing ran yet."""
    chip = Chip(disk.littlefs(files_with(lines))).boot()
    chip.execute(BUILD)
    return chip


def files_with(lines: int) -> dict[str, bytes]:
    """Of a device without main.py, whose ring holds so many lines."""
    content = image.bare()
    files: list[bytes] = [b""]
    for seq in range(1, lines + 1):
        if len(files[-1]) + len(old_line(seq)) > FILE_BYTES:
            files.append(b"")
        files[-1] += old_line(seq)
    return content | {f"journal.{slot}": text for slot, text in enumerate(files[-FILES:])}


def flash_states(chip: Chip, code: str) -> Iterator[bytes]:
    """The flash before code runs, after each erase and program of it, and each half done."""
    ssi: Any = chip.mcu.ssi
    stock, states = ssi._apply_command, [chip.snapshot()]

    def apply() -> None:
        command = ssi._tx_buffer[0] if ssi._tx_buffer else None
        stock()
        if command == _PROGRAM or command in _ERASES:
            states.append(chip.snapshot())

    ssi._apply_command = apply
    try:
        chip.execute(code)
    finally:
        ssi._apply_command = stock
    assert chip.snapshot() == states[-1]
    yield states[0]
    for before, after in pairwise(states):
        if before != after:
            yield torn(before, after)
            yield after


def numbers(files: Files) -> list[int]:
    store: Any = files
    ring = Ring(store, "journal")
    assert not ring.trouble
    return [seq_of(text.encode()) for text in ring.lines()]


def usage_of(files: Files) -> tuple[int, int]:
    """Treated of today and planned time of an open session, in the newest valid record."""
    found = []
    for name in ("usage.a", "usage.b"):
        if name in files.names:
            found.append(parse(files.read(name).decode()))  # ValueError: torn
    newest = max(found, key=lambda record: int(record["counter"]), default=None)
    return (newest["ms"][0], newest["open_ms"]) if newest else (0, 0)


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("lines", [0, 37, FULL])
def test_a_power_cut_at_a_sessions_end_loses_at_most_this_session(lines: int) -> None:
    chip = chip_with(lines)
    assert chip.execute(START).strip() == ""
    chip.execute(RUN)
    states = [Files(state) for state in flash_states(chip, END)]
    kept = [numbers(files) for files in states]
    counted = [usage_of(files) for files in states]
    before, after = kept[0], kept[-1]
    assert before == list(range(1, lines + 1)) and after[-1] == lines + 1
    rotates = lines == FULL
    assert len(after) == lines + 1 - (FULL // FILES if rotates else 0)
    lost = [numbers for numbers in kept if numbers not in (before, after)]
    assert lost == [] and len(states) > 10
    assert set(counted) == {(0, PLANNED_MS), (TREATED_MS, 0)}
    told = f"{lines} lines before, rotation: {rotates}: {len(states)} states of the flash, "
    print(told + f"{sum(n == before for n in kept)} without this session, earlier lines lost: 0")


@pytest.mark.hazard("H31")
def test_a_power_cut_while_the_mark_of_a_start_is_written_counts_it_or_not() -> None:
    states = [usage_of(Files(state)) for state in flash_states(chip_with(1), START)]
    assert set(states) == {(0, 0), (0, PLANNED_MS)}
    print(f"the mark of a start: {len(states)} states of the flash")


@pytest.mark.hazard("H31")
def test_the_chip_itself_reads_what_a_cut_left() -> None:
    """The host's littlefs is not the chip's: three half-done states, booted."""
    chip = chip_with(FULL)
    chip.execute(RUN)
    states = list(flash_states(chip, END))
    for flash in (states[1], states[len(states) // 2 | 1], states[-2]):
        again = Chip(flash=flash).boot()
        again.execute(BUILD)
        count, dropped = again.execute("print(journal.count, journal.dropped)").split()
        trouble = again.execute("print(journal.trouble + usage.trouble)").strip()
        kept = numbers(Files(flash))
        assert int(count) == len(kept) and int(count) + int(dropped) == kept[-1]
        assert kept[-1] in (FULL, FULL + 1) and trouble == ""


def test_a_full_flash_leaves_what_was_there_and_is_told() -> None:
    chip = Chip(disk.littlefs(disk.filled(files_with(3)))).boot()
    chip.execute(BUILD)
    chip.execute(RUN)
    told = chip.execute(END + "print(journal.trouble, usage.trouble)")
    assert numbers(Files(chip.snapshot())) == [1, 2, 3]
    assert "journal: not stored, OSError(28" in told and "remove files" in told
