"""The ring of files under any history: sizes, power cuts within a write, boots, a damaged byte."""

from typing import Any

from crcline import line
from hypothesis import given, settings
from hypothesis import strategies as st

from galva.app.ring import FILE_BYTES, FILES, Ring, seq_of
from host_tests.journal.disk import Lines

# one step: characters in the record; the share of the write that a power cut leaves, None = no cut
STEPS = st.lists(
    st.tuples(st.integers(0, 420), st.none() | st.floats(0, 1)), min_size=1, max_size=120
)


class PowerCut(Exception):
    """In the middle of a write."""


class Disk(Lines):
    """The worst disk: an append that is cut leaves a part of its text; a rename is whole."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: float | None = None

    def read(self, name: str) -> bytes:
        return self.files.get(name, b"")

    def append(self, name: str, text: str) -> None:
        data = text.encode()
        left = len(data) if self.cut is None else int(len(data) * self.cut)
        self.files[name] = self.files.get(name, b"") + data[:left]
        if self.cut is not None:
            raise PowerCut

    def replace(self, name: str, text: str) -> None:
        if self.cut is not None and self.cut < 0.5:
            raise PowerCut  # its .tmp is no file of the ring
        self.files[name] = text.encode()
        if self.cut is not None:
            raise PowerCut


def boot(disk: Any) -> Ring:
    return Ring(disk, "journal")


def kept(disk: Any) -> list[int]:
    return [seq_of(text.encode()) for text in boot(disk).lines()]


def play(steps: list[tuple[int, float | None]]) -> tuple[Disk, list[int]]:
    """The disk after these steps, and the numbers that were written whole."""
    disk = Disk()
    ring = boot(disk)
    written = []
    for fill, cut in steps:
        seq, disk.cut = ring.next, cut
        before = kept(disk)
        try:
            ring.add(line({"seq": seq, "fill": "x" * fill}))
        except PowerCut:
            disk.cut = None
            ring = boot(disk)
        after = kept(disk)
        if cut is None or seq in after:
            assert after[-1] == seq
            written.append(seq)
        tail = after[:-1] if seq in after else after
        assert before[len(before) - len(tail) :] == tail  # only the oldest may go
        assert tail == before or len(after) > 0
        assert ring.next > seq or seq not in after
        assert ring.count == len(after)
    return disk, written


@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_any_history_keeps_all_but_the_oldest(steps: list[tuple[int, float | None]]) -> None:
    disk, written = play(steps)
    found = kept(disk)
    assert found == written[len(written) - len(found) :]
    assert len(disk.files) <= FILES
    assert all(len(data) <= FILE_BYTES for data in disk.files.values())
    if sum(fill + 50 for fill, _cut in steps) < FILE_BYTES * (FILES - 1) // 2:
        assert found == written
    ring = boot(disk)
    again = boot(disk)
    assert (again.count, again.next) == (ring.count, ring.next)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.integers(0, FILES - 1), st.integers(0, FILE_BYTES), st.integers(0, 255))
def test_a_damaged_byte_anywhere_costs_one_line(
    steps: list[tuple[int, float | None]], slot: int, at: int, value: int
) -> None:
    disk, _written = play(steps)
    before = kept(disk)
    name = f"journal.{slot % max(1, len(disk.files))}"
    data = bytearray(disk.files.get(name, b""))
    if at < len(data):
        data[at] = value
        disk.files[name] = bytes(data)
    after = kept(disk)
    assert len(before) - len(after) <= 1 and set(after) <= set(before)
    ring = boot(disk)
    ring.add(line({"seq": ring.next}))
    assert kept(disk)[-1] == ring.next - 1 and ring.next - 1 not in after


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=6000), min_size=1, max_size=FILES))
def test_any_content_is_read_and_written_on(contents: list[bytes]) -> None:
    disk = Disk()
    disk.files = {f"journal.{slot}": data for slot, data in enumerate(contents)}
    ring = boot(disk)
    ring.add(line({"seq": ring.next}))
    assert kept(disk) == [ring.next - 1]
