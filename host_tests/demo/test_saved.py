"""The session as the companion page replays it, on the fakes."""

import base64
from itertools import pairwise
from pathlib import Path

import pytest

from tools.demo import saved
from tools.demo.recording import Recording
from tools.demo.script import LEAST_S
from tools.sim import oled
from tools.web import recording as galva
from tools.web.recording import Line

Session = tuple[Recording, list[Line]]


@pytest.fixture
def lines(session: Session, tmp_path: Path) -> list[Line]:
    """As they are read out of the file."""
    (tmp_path / "session.galva").write_bytes(saved.build(*session, "pico"))
    found = galva.Recording(tmp_path / "session.galva")
    assert (found.header.board, found.header.source) == ("pico", "emulator")
    read = list(found)
    assert found.damage is None
    return read


def test_it_holds_each_status_of_the_link(session: Session, lines: list[Line]) -> None:
    said = [(t_ms, record) for t_ms, kind, record in lines if kind == "link"]
    assert len(said) == len(session[0].statuses) > 60
    for (t_ms, record), (at_ms, status) in zip(said, session[0].statuses):
        assert t_ms == pytest.approx(at_ms, abs=0.06)
        assert record | {"crc": status["crc"]} == status
        assert "crc" not in record


def test_it_holds_the_truth_at_most_20_times_a_second(session: Session, lines: list[Line]) -> None:
    (_, _, hello), *told = [line for line in lines if line[1] == "bench"]
    assert (hello["virtual"], hello["board"]) == (1, "pico")
    times_ms = [t_ms for t_ms, _, _ in told]
    assert all(b - a >= saved.EVERY_MS - 0.1 for a, b in pairwise(times_ms))
    assert len(times_ms) > 10 * LEAST_S
    trace = session[0].trace
    peaks = [abs(ua) for _, _, record in told for _, ua, _ in record["trace"]]
    assert max(peaks) == pytest.approx(max(trace.column("peak_ua")), abs=0.01)
    for t_ms, _, record in told[::50]:
        row = trace.at(t_ms * 1000)
        assert record["relay"] == row.relay_closed and record["code"] == row.code


def test_it_holds_what_the_screen_showed(lines: list[Line]) -> None:
    pictures = [record["screen"] for _, _, record in lines if record.get("screen")]
    assert len(pictures) > 20
    assert {len(base64.b64decode(one)) for one in pictures} == {oled.WIDTH * oled.PAGES}
