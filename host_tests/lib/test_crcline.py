"""One record, one text; and no other text passes."""

import json
import zlib

import pytest
from crcline import line, parse
from hypothesis import given
from hypothesis import strategies as st

VALUE = st.one_of(st.integers(), st.booleans(), st.text(st.characters(codec="ascii")), st.none())
RECORD = st.dictionaries(st.text("abc_", min_size=1), VALUE, min_size=1, max_size=5)


@given(RECORD)
def test_what_was_written_is_read(record: dict[str, object]) -> None:
    assert parse(line(record)) == record


def test_the_crc_is_that_of_the_line_without_it() -> None:
    text = line({"name": "LIFT", "level": 5})
    body = '{"level": 5, "name": "LIFT"}'
    assert json.loads(text)["crc"] == zlib.crc32(body.encode())
    assert text == body[:-1] + f', "crc": {zlib.crc32(body.encode())}}}\n'


@given(RECORD, st.data())
def test_a_changed_byte_is_seen(record: dict[str, object], data: st.DataObject) -> None:
    text = line(record)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda letter: letter != text[at]))
    with pytest.raises(ValueError, match="torn or changed"):
        parse(text[:at] + other + text[at + 1 :])


NONE = ("", "{", "[]\n", "5\n", "null\n", "{}\n", "[" * 500, '{"crc": 1}\n', '{"crc": null}\n')


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_such_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="torn or changed"):
        parse(text)


def test_a_torn_line_is_refused() -> None:
    text = line({"name": "LIFT", "level": 5})
    for length in range(len(text)):
        with pytest.raises(ValueError, match="torn or changed"):
            parse(text[:length])
