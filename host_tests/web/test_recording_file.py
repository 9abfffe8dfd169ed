"""Recordings: what is written is read again, by this side and by the page; damaged, too."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tools import ROOT
from tools.problems import Failed
from tools.web import recording
from tools.web.recording import Damage, Header, Line, Recording, dumped

NODE = ROOT / ".venv" / "bin" / "node"
JS = Path(__file__).parent / "js"
HEADER = Header("1.0", "pico", "2026-11-21T20:00:00+01:00", "emulator")
GOOD: list[Line] = [(0, "link", {"state": "RUN"}), (50.5, "bench", {"ua": -1.5, "ohm": None})]

SAFE = st.integers(-(2**53), 2**53)  # whole numbers that are the same on both sides
TEXT = st.text(max_size=6)
PLAIN = st.none() | SAFE | st.floats(-1e15, 1e15) | TEXT
VALUES = PLAIN | st.booleans() | st.lists(PLAIN, max_size=3)
RECORDS = st.dictionaries(TEXT, VALUES, max_size=2)
LINE = st.tuples(
    st.integers(0, 10**9) | st.floats(0, 1e9), st.sampled_from(recording.KINDS), RECORDS
)
LINES = st.lists(LINE, max_size=4).map(lambda lines: sorted(lines, key=lambda line: line[0]))
HEADERS = st.builds(
    Header,
    TEXT,
    TEXT,
    st.datetimes().map(lambda when: f"{when.year:04}{when.isoformat()[4:]}Z"),
    TEXT,
)
ANY_JSON = VALUES | RECORDS | st.lists(VALUES | RECORDS, max_size=4)
BAD_LINE = st.binary(max_size=30) | ANY_JSON.map(lambda value: json.dumps(value).encode())


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A recording to which something may have happened: a byte, a line, its end."""
    data = bytearray(dumped(draw(HEADERS), draw(LINES)))
    at = draw(st.integers(0, len(data) - 1))
    match draw(st.integers(0, 4)):
        case 0:
            data[at] = draw(st.integers(0, 255))
        case 1:
            del data[at:]
        case 2:
            data += draw(BAD_LINE) + draw(st.sampled_from((b"", b"\n", b"\n" + data)))
        case 3:
            data[at:at] = draw(st.binary(max_size=4))
    return bytes(data)


# One process reads many files: to look for the smallest that fails would take minutes.
MANY = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)


def read_by_the_page(paths: Sequence[Path]) -> list[Any]:
    """For each [header, lines, line of the damage or 0], or the text of its refusal."""
    done = subprocess.run(
        [NODE, JS / "read.mjs", *paths], capture_output=True, check=True, timeout=120
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def saved(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@given(HEADERS, LINES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_again(tmp_path: Path, header: Header, lines: list[Line]) -> None:
    found = Recording(saved(tmp_path / "a.galva", dumped(header, lines)))
    assert found.header == header
    assert list(found) == lines
    assert found.damage is None


@given(st.lists(st.tuples(HEADERS, LINES), min_size=20, max_size=40))
@MANY
def test_the_page_reads_what_this_side_writes(
    tmp_path: Path, given: list[tuple[Header, list[Line]]]
) -> None:
    paths = [saved(tmp_path / f"{at}.galva", dumped(*one)) for at, one in enumerate(given)]
    for (header, lines), (head, read, damage) in zip(given, read_by_the_page(paths), strict=True):
        assert Header(**head) == header
        assert [tuple(line) for line in read] == lines
        assert damage == 0


@given(st.lists(files(), min_size=20, max_size=40))
@MANY
def test_both_sides_keep_the_same_of_a_damaged_file(tmp_path: Path, contents: list[bytes]) -> None:
    paths = [saved(tmp_path / f"{at}.galva", data) for at, data in enumerate(contents)]
    for path, page in zip(paths, read_by_the_page(paths), strict=True):
        try:
            found = Recording(path)
            kept = len(list(found))
        except Failed as problem:
            assert isinstance(page, str), (problem, path.read_bytes())
        else:
            assert isinstance(page, list), (page, path.read_bytes())
            line = found.damage.line if found.damage else 0
            assert (len(page[1]), page[2]) == (kept, line), path.read_bytes()


def test_this_side_reads_what_the_page_writes(tmp_path: Path) -> None:
    lines = [[0, "link", {"state": "RUN", "µ": "😀"}], [20, "said", {"do": "stop"}]]
    done = subprocess.run(
        [NODE, JS / "write.mjs"], input=json.dumps(lines).encode(), capture_output=True, check=True
    )
    found = Recording(saved(tmp_path / "a.galva", done.stdout))
    assert [list(line) for line in found] == lines
    assert (found.damage, found.header.source) == (None, "socket")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ((0, "lnik", {}), "not [ms"),
        ((40, "link", {}), "goes back"),
        ((2e9, "link", {}), "out of range"),
        ((60, "link", {"a": float("inf")}), "without end"),
        ((60, "link", {"a": "x" * 2**18}), "too long"),
    ],
)
def test_what_could_not_be_read_is_not_written(line: Line, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("[", r"\[")):
        dumped(HEADER, [*GOOD, line])


def test_a_damaged_recording_keeps_what_was_whole(tmp_path: Path) -> None:
    data = dumped(HEADER, GOOD)
    for cut in range(data.index(b"\n") + 2, len(data)):
        found = Recording(saved(tmp_path / "a.galva", data[:cut]))
        ended = [at for at in range(cut) if data[at : at + 1] == b"\n"]
        whole = len(ended) - 1 + (data[cut : cut + 1] == b"\n")
        assert list(found) == GOOD[:whole]
        partial = (
            data[cut - 1 : cut + 1] not in (data[-2:], b"}\n", b"]\n") and cut - 1 not in ended
        )
        assert (found.damage is not None) == partial
        assert not partial or found.damage == Damage(whole + 2, "cut off, or changed")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a recording"),
        (b"x" * 400_000, "not a recording"),
        (b'{"galva": "recording", "version": 2}\n', "of version 2"),
        (b'{"galva": "recording", "version": true}\n', "of version True"),
        (b'{"galva": "recording", "version": 1}\n', "first line is damaged"),
    ],
)
def test_what_is_no_recording_is_said_in_a_line(tmp_path: Path, data: bytes, why: str) -> None:
    with pytest.raises(Failed, match=why) as problem:
        Recording(saved(tmp_path / "a.galva", data))
    assert "\n" not in str(problem.value)


def test_a_file_that_is_not_there_and_one_too_large(tmp_path: Path) -> None:
    with pytest.raises(Failed, match=r"No such file.*: give"):
        Recording(tmp_path / "no.galva")
    with (tmp_path / "large.galva").open("wb") as file:
        file.truncate(recording.MOST_BYTES + 1)
    with pytest.raises(Failed, match="200 MB"):
        Recording(tmp_path / "large.galva")
