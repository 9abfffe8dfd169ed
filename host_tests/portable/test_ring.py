from crcline import line
from galva.app.ring import FILE_BYTES, FILES, Ring, seq_of


class Disk:
    """The part of port Store that a ring uses, in memory."""

    def __init__(self):
        self.files = {}
        self.full = False

    def piece(self, name, at, most_bytes):
        """See port Store."""
        rest = self.files.get(name, b"")[at:]
        return rest[: min(most_bytes, rest.find(b"\n") + 1 or len(rest))]

    def append(self, name, text):
        """See port Store."""
        self.replace(name, str(self.files.get(name, b""), "utf-8") + text)

    def replace(self, name, text):
        """See port Store."""
        if self.full:
            raise OSError(28)
        self.files[name] = text.encode()


def record(seq, fill=0):
    return line({"seq": seq, "mode": 'LI"FT', "fill": "x" * fill})


def filled(n, fill=200):
    disk = Disk()
    ring = Ring(disk, "journal")
    for seq in range(1, n + 1):
        ring.add(record(seq, fill))
    return disk, ring


def numbers(disk):
    return [seq_of(text.encode()) for text in Ring(disk, "journal").lines()]


def test_a_sound_line_has_its_number_and_any_other_none():
    text = record(1234).encode()
    assert seq_of(text) == 1234
    for at in range(len(text)):
        for bit in range(8):
            assert seq_of(text[:at] + bytes([text[at] ^ 1 << bit]) + text[at + 1 :]) == 0, at
        assert seq_of(text[:at]) == 0
    for other in (b"", b"\n", b"{}\n", line({"seq": -3}).encode(), line({"t": 1}).encode()):
        assert seq_of(other) == 0


def test_lines_come_back_oldest_first():
    disk, ring = filled(5)
    assert list(ring.lines()) == [record(seq, 200) for seq in range(1, 6)]
    assert ring.count == 5 and ring.next == 6 and not ring.trouble
    again = Ring(disk, "journal")
    assert (again.count, again.next, again.trouble) == (5, 6, "")
    assert sorted(disk.files) == ["journal.0"]


def test_the_oldest_file_goes_and_the_numbers_tell():
    disk, ring = filled(200)
    assert sorted(disk.files) == ["journal." + str(k) for k in range(FILES)]
    assert max(len(data) for data in disk.files.values()) <= FILE_BYTES
    kept = numbers(disk)
    assert kept == list(range(201 - ring.count, 201)) and ring.count >= 7 * 15
    again = Ring(disk, "journal")
    assert (again.count, again.next) == (ring.count, 201)


def test_each_length_of_history_reads_the_same_before_and_after_a_boot():
    disk = Disk()
    ring = Ring(disk, "journal")
    for seq in range(1, 150):
        ring.add(record(seq, seq * 37 % 400))
        again = Ring(disk, "journal")
        assert (again.count, again.next, again.trouble) == (ring.count, seq + 1, "")
        ring = again


def test_a_full_disk_leaves_all_that_was_there():
    for n in (3, 200):
        disk, ring = filled(n)
        before = dict(disk.files)
        disk.full = True
        for _ in range(40):
            try:
                ring.add(record(n + 1, 300))
            except OSError:
                continue
            raise ValueError("the disk is full")
        assert disk.files == before and ring.next == n + 1
        disk.full = False
        ring.add(record(n + 1))
        assert numbers(disk)[-1] == n + 1


def test_a_damaged_byte_costs_one_line_at_most():
    disk, _ring = filled(4, 20)
    sound = disk.files["journal.0"]
    for at in range(len(sound)):
        for new in (b"\n", b"\x00", b"}", b"\xff"):
            disk.files["journal.0"] = sound[:at] + new + sound[at + 1 :]
            ring = Ring(disk, "journal")
            kept = numbers(disk)
            assert len(kept) >= 3 and ring.count == len(kept), at
            assert (len(kept) == 4) or "journal.0: " in ring.trouble


def test_the_number_of_a_damaged_newest_line_is_not_used_again():
    disk, _ring = filled(3)
    disk.files["journal.0"] = disk.files["journal.0"].replace(b'"seq": 3', b'"seq": 9')
    ring = Ring(disk, "journal")
    assert ring.count == 2 and ring.next == 4
    assert ring.trouble == "journal.0: 1 damaged lines: left aside"
    ring.add(record(4))
    assert numbers(disk) == [1, 2, 4]


def test_a_whole_damaged_file_costs_its_own_lines():
    disk, ring = filled(200)
    for slot in range(FILES):
        other = Disk()
        other.files = dict(disk.files)
        name = "journal." + str(slot)
        own = other.files[name].count(b"\n\n") + 1
        other.files[name] = other.files[name].replace(b'"crc": ', b'"crc": 0')
        again = Ring(other, "journal")
        assert again.count == ring.count - own == len(numbers(other)), slot
        assert again.next == 201 and name in again.trouble


def test_a_damaged_file_that_may_be_the_newest_keeps_its_numbers():
    disk, ring = filled(42)  # fifteen in a file
    name = "journal.2"
    assert sorted(disk.files)[-1] == name
    disk.files[name] = disk.files[name].replace(b'"crc": ', b'"crc": 0')
    again = Ring(disk, "journal")
    assert again.next == ring.next and again.count == 30
    again.add(record(43, 200))
    assert numbers(disk) == list(range(1, 31)) + [43]


def test_garbage_is_bounded_and_told():
    disk, _ring = filled(2)
    disk.files["journal.3"] = b"\xff" * 100_000
    disk.files["journal.5"] = b"\n" * 100_000
    ring = Ring(disk, "journal")
    assert numbers(disk) == [1, 2] and ring.next == 3
    assert "journal.3: 1 damaged lines" in ring.trouble
    assert "journal.5: too long" in ring.trouble
    for seq in range(3, 200):
        ring.add(record(seq, 200))
    assert not Ring(disk, "journal").trouble


def test_lines_that_come_while_others_are_read():
    disk, ring = filled(200)
    first = 201 - ring.count
    read = []
    for text in ring.lines():
        read.append(seq_of(text.encode()))
        if len(read) % 3 == 0:
            ring.add(record(ring.next, 200))
    assert read[0] == first and read[-1] == 200
    assert read == sorted(set(read))
