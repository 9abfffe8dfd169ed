"""Lines in a bounded ring of files, each with its check sum and a rising `seq`; the oldest go.

Each line has a newline before it and one behind: one damaged byte costs one line and no more. What
is gone, by rotation or by damage, shows in the numbers: nothing else has to be kept of it.
"""

from binascii import crc32

FILES = 8
FILE_BYTES = 4096  # one block of flash
LINE_BYTES = 512
_DAMAGED, _REST = 0, -1  # instead of a number; the rest of a long line, or an empty one
_CRC, _SEQ = b', "crc": ', b'"seq": '


def seq_of(line: bytes) -> int:
    """The number of a sound line of lib/crcline, 1 or more; _DAMAGED: it is none."""
    at = line.rfind(_CRC)
    seq_at = line.find(_SEQ)
    if at < 0 or seq_at < 0 or line[at:] != _CRC + str(crc32(line[:at] + b"}")).encode() + b"}\n":
        return _DAMAGED
    try:
        return max(_DAMAGED, int(line[seq_at + len(_SEQ) : line.find(b",", seq_at)]))
    except ValueError:
        return _DAMAGED


class Ring:
    """The files `name`.0 .. `name`.7 of a store.

    count: sound lines in them. next: the number of the next line: all lines that ever were, but
    one. trouble: what was damaged when they were read, one line; "" = nothing.
    """

    def __init__(self, store: "Store", name: str) -> None:
        self._store = store
        self._name = name
        self._good = [0] * FILES
        self._bad = [0] * FILES
        self._sizes = [0] * FILES
        self._at = 0  # the file with the newest line
        self.next = 1
        self.trouble = ""
        after = 0  # damaged lines behind the newest sound one: each had a number
        for slot in range(FILES):
            bad = self._look_at(slot)
            if self._at == slot:
                after = bad
        following = (self._at + 1) % FILES
        if not self._good[following] and self._sizes[self._at] + LINE_BYTES > FILE_BYTES:
            after += self._bad[following]  # it may be the newer: a number is never used twice
        self.next += after

    @property
    def count(self) -> int:
        """Sound lines in all files."""
        return sum(self._good)

    def add(self, text: str) -> None:
        """A line of lib/crcline with the number `next` or more. OSError: nothing is changed."""
        seq = seq_of(text.encode())
        text = "\n" + text
        size = self._sizes[self._at] + len(text)
        if size <= FILE_BYTES:
            self._store.append(self._file(self._at), text)
            self._good[self._at] += 1
        else:
            slot = (self._at + 1) % FILES
            self._store.replace(self._file(slot), text)
            self._at = slot
            self._good[slot] = 1
            size = len(text)
        self._sizes[self._at] = size
        self.next = seq + 1

    def lines(self) -> "Iterator[str]":
        """The sound lines that are there now, oldest first. Between two no file is open."""
        newest, last, end = self._at, 0, self.next
        for step in range(1, FILES + 1):
            for seq, line, _at in self._pieces((newest + step) % FILES):
                if last < seq < end:
                    last = seq
                    yield str(line, "utf-8")

    def _look_at(self, slot: int) -> int:
        """Count the lines of a file; the damaged ones behind its last sound one."""
        after = 0
        for seq, _line, size in self._pieces(slot):
            self._sizes[slot] = size
            if seq > 0:
                self._good[slot] += 1
                after = 0
            elif seq == _DAMAGED:
                self._bad[slot] += 1
                after += 1
            if seq >= self.next:
                self.next = seq + 1
                self._at = slot
        if self._bad[slot]:
            damaged = str(self._bad[slot]) + " damaged lines: left aside"
            self._tell(self._file(slot) + ": " + damaged)
        if self._sizes[slot] > FILE_BYTES:
            self._tell(self._file(slot) + ": too long: the rest is left aside")
        return after

    def _pieces(self, slot: int) -> "Iterator[tuple[int, bytes, int]]":
        """(number, _DAMAGED or _REST; line; where it ends) of a file. Tells what fails."""
        at, name, begins = 0, self._file(slot), True
        while at <= FILE_BYTES:
            try:
                piece = self._store.piece(name, at, LINE_BYTES)
            except OSError as error:
                self._tell(name + ": cannot be read: " + repr(error))
                return
            if not piece:
                return
            at += len(piece)
            yield seq_of(piece) if begins and piece != b"\n" else _REST, piece, at
            begins = piece[-1:] == b"\n"

    def _file(self, slot: int) -> str:
        return self._name + "." + str(slot)

    def _tell(self, why: str) -> None:
        self.trouble = (self.trouble + "; " if self.trouble else "") + why


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from galva.ports import Store
