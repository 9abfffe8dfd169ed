"""python -m tools.web.figures: what the page and the virtual device cost and do, docs/web.md."""

import gzip
import re
import sys
import time
from collections.abc import Iterator

from tools import DOCS, command, files
from tools.progress import console
from tools.sheets import table
from tools.web.build import build
from tools.web.drive import Virtual, chromium, virtual

FILE = DOCS / "web.md"
_BLOCK = re.compile(r"<!-- figures -->\n.*?<!-- end -->", re.DOTALL)
_WATCHED_S = 10.0
_OFF_MOST_S = 60.0


def main() -> None:
    """Measure page and virtual device in Chromium, renew docs/web.md; some three minutes."""
    rows = []
    out = console()
    for row in _rows():
        out.print(f"{row[0]}: {row[1]}", soft_wrap=True)
        rows.append(row)
    files.write(FILE, _text(rows))
    out.print(str(FILE))


def _rows() -> Iterator[tuple[str, str]]:
    page = build().read_bytes()
    packed = len(gzip.compress(page)) / 1000
    yield "the page, one file", f"{len(page) / 1000:.0f} kB, {packed:.0f} kB packed"
    with chromium() as browser:
        for word in ("STOP", "OFF"):
            with virtual(browser) as made:
                if word == "STOP":
                    made.until("IDLE")
                    yield "time factor in IDLE", _factor(made)
                made.start("Fresh gel")
                if word == "STOP":
                    yield "time factor in RUN, LIFT", _factor(made)
                    yield "status lines in RUN, 10 a second asked for", _rate(made)
                yield f"{word} clicked in RUN, to 0 µA at the skin for good", _ended(made, word)


def _factor(made: Virtual) -> str:
    begin_ms, begin_s = made.bench["ms"], time.monotonic()
    made.wait(_WATCHED_S)
    factor = (made.bench["ms"] - begin_ms) / 1000 / (time.monotonic() - begin_s)
    return f"{factor:.2f} x real time"


def _rate(made: Virtual) -> str:
    begin_ms, lines, size = made.bench["ms"], made.link_lines, made.link_bytes
    made.wait(_WATCHED_S)
    seconds = (made.bench["ms"] - begin_ms) / 1000
    each_s = (made.link_lines - lines) / seconds
    return f"{each_s:.1f} a second of the device, {(made.link_bytes - size) / seconds:.0f} bytes"


def _ended(made: Virtual, word: str) -> str:
    """From the click to the last current at the skin, by the trace of the front end."""
    made.wait(1)
    begin_ms, begin_s = made.bench["ms"], time.monotonic()
    made.page.get_by_role("button", name=word, exact=True).click()
    while made.bench["relay"] and time.monotonic() - begin_s < _OFF_MOST_S:
        made.wait(0.02)
    wall_s = time.monotonic() - begin_s
    made.wait(1)
    last_ms = max((t_ms for t_ms, ua, _set in made.trace if abs(ua) > 0.01), default=begin_ms)
    return f"{last_ms - begin_ms:.0f} ms of the device; relay open seen after {wall_s:.1f} s here"


def _text(rows: list[tuple[str, str]]) -> str:
    """The page with its figures anew."""
    text = FILE.read_text(encoding="utf-8")
    made = f"<!-- figures -->\n{table(('what', 'figure'), rows)}<!-- end -->"
    return _BLOCK.sub(lambda _match: made, text)


if __name__ == "__main__":
    sys.exit(command.run("web-figures", main))
