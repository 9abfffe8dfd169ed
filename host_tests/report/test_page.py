"""The page and the picture of a journal: what is in them, and that nothing spoils them."""

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from PIL import Image

from host_tests.report.test_figures import session
from tools.journal.records import Journal
from tools.report import page, picture, sample

NASTY = '<script>alert(1)</script>$\\frac$&"\x07€日'


class Tables(HTMLParser):
    """Rows of cells of each table, and all tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.text = ""
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._cell:
            self.tables[-1][-1][-1] += data


@pytest.fixture(scope="module")
def whole() -> str:
    return page.build(sample.journal(), "From here.")


def test_it_is_the_same_for_the_same_journal(whole: str) -> None:
    assert page.build(sample.journal(), "From here.") == whole


def test_it_asks_nothing_of_a_network_and_its_ink_is_the_page_s(whole: str) -> None:
    seen = Tables(whole)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in seen.tags}
    links = [a[name] for _, a in seen.tags for name in ("href", "src", "xlink:href") if name in a]
    assert all(link.startswith("#") for link in links)
    assert "url(http" not in whole and "@import" not in whole
    assert "currentColor" in whole and "#1c2026" not in whole[whole.index("<svg") :]
    assert "/*" not in re.sub(r"(?s)<style.*?</style>", "", whole)


def test_totals_and_every_session_are_in_it(whole: str) -> None:
    totals, modes, sessions = Tables(whole).tables
    figures = dict(row for row in totals if len(row) == 2)
    journal = sample.journal()
    skin = [r for r in journal.records if not r["bench"] and r["treated_s"]]
    assert figures["treated"] == f"{sum(r['treated_s'] for r in skin) / 60:.1f} min"
    assert figures["charge, absolute"] == f"{sum(r['abs_uc'] for r in skin) / 1000:.2f} mC"
    assert figures["without a clock, in no day or week"] == "2: no. 17, 18"
    assert figures["missing up to the last number"] == "2: rotated out or damaged"
    assert sum(int(row[1]) for row in modes[1:]) == len(skin)
    assert [row[0] for row in sessions[1:]] == [str(r["seq"]) for r in journal.records]
    assert sessions[0] == list(page._HEADS)
    (undated,) = [row for row in sessions if row[0] == "17"]
    assert undated[1].startswith("no clock (")
    assert "bench" in sessions[1][-1] and "bench" not in sessions[5][-1]


def test_damaged_lines_are_named(whole: str) -> None:
    assert "journal:22: torn or changed" in Tables(whole).text


def test_texts_of_a_record_are_texts() -> None:
    nasty = session(1, 0, mode=NASTY, ended=NASTY, routine=NASTY, ohm_min=1, ohm_max=2)
    text = page.build(Journal([nasty], [NASTY]), NASTY + "/*BODY*/")
    seen = Tables(text)
    assert "script" not in {tag for tag, _ in seen.tags}
    assert seen.tables[-1][1][2] == NASTY
    assert text.count("All sessions") == 1
    assert picture.png(Journal([nasty], []), "words").startswith(b"\x89PNG")


def test_an_empty_journal_says_so() -> None:
    seen = Tables(page.build(Journal([], ["j:1: torn"]), "From here."))
    assert page.EMPTY in seen.text and "j:1: torn" in seen.text and not seen.tables
    assert Image.open(io.BytesIO(picture.png(Journal([], []), "none"))).size == (1400, 900)


ODD: tuple[dict[str, Any], ...] = (
    {"t": 10**18},
    {"t": 3_000_000_000, "treated_s": 10**9},
    {"ohm_min": -5, "ohm_median": -1, "ohm_max": 10**9},
    {"treated_s": 0},
    {"bench": True},
    {"t": -1},
)


@pytest.mark.parametrize("first", [0, 3, 5])
def test_odd_records_are_drawn(first: int) -> None:
    """All of them; none that treated; one without a date."""
    records = [session(seq, 0, **fields) for seq, fields in enumerate(ODD[first:], 1)]
    assert "<svg" in page.build(Journal(records, []), "")


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def test_the_modes_of_a_day_stand_on_each_other() -> None:
    two = [session(1, 0), session(2, 0, mode="INFUSE", treated_s=240)]
    figure = picture.compose(Journal(two, []), "")
    told = [(bar.get_y(), bar.get_height()) for bar in bars(figure.axes[0])]
    assert told == [(0, 4.0), (4.0, 5.0)]
    pyplot.close(figure)


def test_the_picture_shows_minutes_weeks_and_ends() -> None:
    """The bars' heights are the figures."""
    figure = picture.compose(sample.journal(), "")
    axes = {each.get_title().split(",")[0].split(":")[0]: each for each in figure.axes}
    days = axes["Treated minutes a day"]
    heights = sum(bar.get_height() for bar in bars(days))
    dated = [r for r in sample.journal().records if r["t"] >= 0 and not r["bench"]]
    assert heights == pytest.approx(sum(r["treated_s"] for r in dated) / 60)
    assert sum(bar.get_height() for bar in bars(axes["Sessions in seven days"])) == sum(
        r["treated_s"] > 0 for r in dated
    )
    ends = axes["How all of them ended"]
    assert sum(bar.get_width() for bar in bars(ends)) == len(sample.journal().records)
    pyplot.close(figure)
