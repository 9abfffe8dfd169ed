"""The page of a journal: one HTML file that needs no network, the same for the same journal."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from tools.demo.report import PAGE as HOUSE
from tools.journal.records import Journal, Record, begin
from tools.report import figures, picture

PAGE = Path(__file__).parent / "page" / "page.html"
EMPTY = "No session in this journal."
_HEADS = (
    ("no.", "begin", "mode", "level", "routine", "min", "charge mC", "net µC", "dose mA·min/cm²")
    + ("impedance kΩ", "contact lost", "ended")
)  # fmt: skip


def build(journal: Journal, source: str) -> str:
    """The whole page. source: where the journal came from, one line."""
    parts = {
        "PAGE_CSS": (HOUSE / "page.css").read_text(encoding="utf-8"),
        "TITLE": picture.WORDS,
        "SOURCE": escape(source),
        "BODY": "\n".join(_body(journal)),
    }
    page = PAGE.read_text(encoding="utf-8")
    return re.sub(r"/\*([A-Z_]+)\*/", lambda mark: parts[mark[1]], page)


def _body(journal: Journal) -> Iterable[str]:
    """Its parts from top to bottom."""
    if journal.records:
        yield "<h2>Totals</h2>"
        yield table(("", ""), _totals(figures.totals(journal)), "figure")
        yield "<h2>On skin, by mode</h2>"
        yield table(("mode", "sessions", "min", "charge mC"), _modes(journal.records))
        yield picture.svg(journal)
        yield "<h2>All sessions</h2>"
        yield f'<div class="scroll">{table(_HEADS, map(_row, journal.records))}</div>'
    else:
        yield f"<p>{EMPTY}</p>"
    if journal.troubles:
        yield "<h2>Lines left aside</h2>"
        yield "<ul>" + "".join(f"<li>{escape(each)}</li>" for each in journal.troubles) + "</ul>"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], kind: str = "") -> str:
    """An HTML table; every text is escaped."""
    head = "".join(f"<th>{escape(each)}</th>" for each in heads) if any(heads) else ""
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    start = f'<table class="{kind}">' if kind else "<table>"
    return f"{start}<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _totals(sums: figures.Totals) -> list[tuple[str, str]]:
    """Name and value of each."""
    kinds = f"{sums.on_skin} on skin, {sums.bench} into the dummy, {sums.refused} gave nothing"
    return [
        ("sessions", f"{sums.sessions}: {kinds}"),
        ("treated", f"{sums.treated_min:.1f} min"),
        ("charge, absolute", f"{sums.abs_mc:.2f} mC"),
        ("charge, net", f"{sums.net_uc} µC"),
        ("contact lost", str(sums.losses)),
        ("ended by a fault", numbers(sums.faults)),
        ("without a clock, in no day or week", numbers(sums.undated)),
        ("missing up to the last number", f"{sums.missing}: rotated out or damaged"
         if sums.missing else "none"),
        ("lines left aside", str(sums.left_aside or "none")),
    ]  # fmt: skip


def numbers(seqs: Sequence[int]) -> str:
    """2: no. 17, 18."""
    return f"{len(seqs)}: no. {', '.join(map(str, seqs))}" if seqs else "none"


def _modes(records: Sequence[Record]) -> list[tuple[str, str, str, str]]:
    return [
        (mode, str(n), f"{minutes:.1f}", f"{mc:.2f}")
        for mode, n, minutes, mc in figures.by_mode(records)
    ]


def _row(record: Record) -> tuple[str, ...]:
    """A session, in the order of _HEADS."""
    ohms = [f"{record[name] / 1000:.1f}" for name in ("ohm_median", "ohm_min", "ohm_max")]
    notes = [record["ended"], record["fault"] if record["fault"] else ""]
    notes += ["bench"] * record["bench"] + ["not calibrated"] * (not record["calibrated"])
    return (
        str(record["seq"]),
        begin(record) or f"no clock ({record['up_s']} s after power-on)",
        record["mode"],
        str(record["level"]),
        "" if record["routine"] == "none" else record["routine"],
        f"{record['treated_s'] / 60:.1f}",
        f"{record['abs_uc'] / 1000:.2f}",
        str(record["net_uc"]),
        f"{record['dose'] / 1000:.2f}",
        f"{ohms[0]} ({ohms[1]}-{ohms[2]})" if record["ohm_median"] > 0 else "",
        str(record["losses"]),
        ", ".join(filter(None, notes)),
    )
