"""The table of published figures: complete, each with its source, ours as our pages say."""

import tomllib
from pathlib import Path

import pytest

from tools.bench import published
from tools.problems import Failed

ROOT = Path(__file__).parents[2]


def test_every_cell_has_words_and_a_source_and_every_source_a_cell() -> None:
    seen = published.read()
    used = {
        source
        for cells in seen.rows.values()
        for _, sources in cells.values()
        for source in sources
    }
    assert used == set(seen.places)
    for title, cells in seen.rows.items():
        assert set(cells) == set(seen.devices), title
        for words, sources in cells.values():
            assert sources or words == published.NOT_PUBLISHED, title


def test_the_tables_have_no_hole() -> None:
    for sheet in published.sheets():
        assert all(len(row) == len(sheet.heads) for row in sheet.rows)
        assert all(all(row) for row in sheet.rows)


def test_our_figures_stand_in_our_pages() -> None:
    ours = tomllib.loads(published.DATA.read_text(encoding="utf-8"))["ours"]
    assert len(ours) > 5
    for quote in ours:
        assert quote["text"] in (ROOT / quote["file"]).read_text(encoding="utf-8"), quote


BROKEN = (
    (
        'StimJim = ["2, isolated from each other", "stimjim"]\n',
        "",
        "channels: nothing about StimJim",
    ),
    (
        '"2, isolated from each other", "stimjim"',
        '"2", "hearsay"',
        "channels, StimJim: no source h",
    ),
    ('"2, isolated from each other", "stimjim"', '"2"', "channels, StimJim: no source"),
)


@pytest.mark.parametrize(("old", "new", "said"), BROKEN, ids=["hole", "unknown", "none"])
def test_a_hole_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = published.DATA.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "published.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Failed, match=said):
        published.read(path)
