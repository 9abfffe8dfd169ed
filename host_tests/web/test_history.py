"""The history: what the browser keeps is what the device wrote, summed up as the tools do it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from host_tests.fake_rig import commissioned
from host_tests.web.devices import Desk
from tools.journal import records
from tools.link.client import EPOCH
from tools.report import figures, sample
from tools.web import facts
from tools.web.build import NODE

MODULES = Path(facts.__file__).parent / "page"
TOLD = """
import { readFileSync } from "node:fs";
import { totals } from "PAGE/journal.js";
import { Plan } from "PAGE/plan.js";
import { parsed, toCsv, toJson } from "PAGE/exporting.js";
const { sessions } = parsed(readFileSync(0, "utf-8"));
const weeks = new Plan(sessions).weeks();
const told = { csv: toCsv(sessions), json: toJson(sessions), totals: totals(sessions) };
const rows = weeks.map(({ begin, sessions, stage }) => [begin, sessions, stage.least, stage.most]);
console.log(JSON.stringify({ ...told, weeks: rows }));
"""
HOSTILE = (
    "=1+1",
    "-2",
    "@x",
    "\t",
    "a,b",
    'say "x"',
    "two\nlines",
    "<img src=x onerror=alert(1)>",
)


@pytest.fixture(scope="module")
def journal() -> records.Journal:
    """Eleven weeks of nobody: with gaps, without a clock, into the dummy, faulted."""
    return sample.journal()


def under_node(text: str) -> dict[str, Any]:
    """What the page's modules make of an export."""
    facts.write()
    code = TOLD.replace("PAGE", str(MODULES))
    command = [str(NODE), "--input-type=module", "-e", code]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_exports_and_sums_are_those_of_the_tools(journal: records.Journal) -> None:
    made = records.Journal([dict(record) for record in journal.records], [])
    for record, text in zip(made.records, HOSTILE):
        record["ended"] = text
    told = under_node(records.to_json(made))
    assert told["csv"] == records.to_csv(made)
    page, tools = json.loads(told["json"]), json.loads(records.to_json(made))
    assert [session.pop("device") for session in page["sessions"]] == [""] * len(made.records)
    assert page == tools
    sums = figures.totals(made)
    assert told["totals"] == {
        "sessions": sums.sessions,
        "on_skin": sums.on_skin,
        "bench": sums.bench,
        "refused": sums.refused,
        "treated_s": round(sums.treated_min * 60),
        "abs_uc": round(sums.abs_mc * 1000),
        "net_uc": sums.net_uc,
        "losses": sums.losses,
        "missing": sums.missing,
        "undated": list(sums.undated),
        "faults": list(sums.faults),
    }
    epoch = EPOCH.date()
    assert told["weeks"] == [
        [(week.begin - epoch).days, week.sessions, week.least, week.most]
        for week in figures.by_week(made.records)
    ]


# ---- in the browser


def ring(lines: list[str]) -> dict[str, bytes]:
    """The files of a device with these sessions."""
    files = [b""]
    for text in lines:
        piece = b"\n" + text.encode()
        if len(files[-1] + piece) > 4096:
            files.append(b"")
        files[-1] += piece
    return {f"journal.{slot}": content for slot, content in enumerate(files)}


@pytest.fixture
def lived(page: Page, galva_html: Path) -> Iterator[Desk]:
    """A device that was used for eleven weeks; the page shows the history."""
    desk = Desk(page, files=commissioned() | ring(sample.lines()))
    desk.join(galva_html.as_uri())
    page.get_by_role("tab", name="History").click()
    desk.run(100)
    yield desk
    desk.close()


@pytest.fixture
def alone(page: Page, galva_html: Path) -> Page:
    """The page without a device."""
    page.goto(galva_html.as_uri())
    page.get_by_role("tab", name="History").click()
    return page


def outcome(page: Page) -> str:
    return page.locator("#view-history .outcome").inner_text()


NUMBERS = """() => {
  for (const more of document.querySelectorAll("#view-history .sessions button"))
    while (!more.hidden) more.click();
  const cells = document.querySelectorAll("#view-history .sessions td:first-child");
  return [...cells].map((cell) => Number(cell.textContent.split(" ").pop()));
}"""


def numbers(page: Page) -> list[int]:
    """Of the sessions that are shown, all of them."""
    return list(page.evaluate(NUMBERS))


def saved(page: Page, button: str) -> str:
    """What the browser saves when this is pressed."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def give(page: Page, content: bytes, name: str = "sessions.json") -> None:
    """Import a file."""
    file: FilePayload = {"name": name, "mimeType": "application/json", "buffer": content}
    before = outcome(page)
    page.locator("#view-history input[type=file]").set_input_files(file)
    expect(page.locator("#view-history .outcome")).not_to_have_text(before)


FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def shown(page: Page) -> None:
    """Until what is known is drawn; where the page's clock is its own."""
    page.evaluate(FRAME)


def read(desk: Desk) -> None:
    """The device's journal, to its end."""
    desk.page.get_by_role("button", name="Read the device's journal").click()
    desk.until(lambda: "new sessions" in outcome(desk.page), 20_000)


def test_the_journal_is_read_kept_exported_and_forgotten(
    lived: Desk, journal: records.Journal, galva_html: Path
) -> None:
    page = lived.page
    read(lived)
    there = [record["seq"] for record in journal.records]
    assert outcome(page) == f"{len(there)} new sessions, 0 were here already."
    assert sorted(numbers(page)) == there
    undated = list(figures.totals(journal).undated)
    blind = page.locator(".panel", has_text="Without a date").locator("td:first-child")
    assert sorted(map(int, blind.all_inner_texts())) == undated
    assert saved(page, "Export CSV") == records.to_csv(journal)
    export = saved(page, "Export JSON")
    assert {each["device"] for each in json.loads(export)["sessions"]} == {"pico"}
    assert f"{figures.totals(journal).treated_min:.1f} min" in page.locator(".tiles").inner_text()

    lived.session()  # one more, and the device's own file is the witness
    lived.hold("START")
    lived.until(lambda: lived.rig.status["state"] == "IDLE")
    lived.run(500)
    read(lived)
    assert outcome(page) == f"1 new sessions, {len(there)} were here already."
    last = there[-1] + 1
    assert b'"seq": %d,' % last in b"".join(lived.rig.files().values())
    assert last in numbers(page)

    page.goto(galva_html.as_uri())  # another visit, without a device
    page.get_by_role("tab", name="History").click()
    lived.run(100)
    assert sorted(numbers(page)) == [*there, last]
    page.get_by_role("button", name="Forget what").click()
    page.get_by_role("button", name="Cancel").click()
    assert sorted(numbers(page)) == [*there, last]
    page.get_by_role("button", name="Forget what").click()
    page.get_by_role("button", name="Yes, forget").click()
    lived.run(100)
    assert page.locator("#view-history .none").is_visible()
    assert page.evaluate("localStorage.length") == 0
    give(page, export.encode())
    lived.run(100)
    assert sorted(numbers(page)) == there  # the export brings back what it had


def test_a_journal_is_not_read_in_a_session(lived: Desk) -> None:
    lived.session()
    lived.page.get_by_role("button", name="Read the device's journal").click()
    lived.until(lambda: "Not read" in outcome(lived.page), 5000)
    assert "journal: not in a session" in outcome(lived.page)
    assert lived.rig.status["state"] == "RUN"


BAD = {
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "no JSON": b'{"sessions": [',
    "no sessions": b'{"a": 1}',
    "sessions are none": b'{"sessions": "all"}',
    "deep": b"[" * 200_000,
    "too large": b" " * (4 << 20) + b"{}",
}


def test_a_hostile_import_loses_nothing(alone: Page, journal: records.Journal) -> None:
    give(alone, records.to_json(journal).encode())
    shown(alone)
    there = numbers(alone)
    for what, content in BAD.items():
        name = f"<b>{what}</b>" + "x" * 300
        give(alone, content, name)
        shown(alone)
        told = outcome(alone)
        assert told.startswith("Not imported: <b>") and "\n" not in told and len(told) < 200, told
        assert ("more than 4 MB" in told) == (what == "too large")
        assert numbers(alone) == there, what
        assert alone.locator("#view-history b b, .outcome b").count() == 0
    stored = json.loads(alone.evaluate("localStorage['galva.sessions']"))["sessions"]
    assert sorted(each["seq"] for each in stored) == sorted(there)
    other = "new StorageEvent('storage', { key: 'galva.sessions', newValue: null })"
    alone.evaluate(f"dispatchEvent({other})")  # another tab forgot
    alone.locator("#view-history .none").wait_for()


def test_strange_sessions_are_left_aside_and_strange_texts_are_text(
    alone: Page, journal: records.Journal
) -> None:
    sessions = [dict(record) for record in journal.records[:6]]
    for session, text in zip(sessions, HOSTILE[::-1]):
        session["mode"] = session["routine"] = session["ended"] = text + "W" * 400
    sessions[3] |= {"t": 2**53 - 1, "abs_uc": 2**53 - 1, "ohm_max": 2**53 - 1, "dose": 2**53 - 1}
    far = {name: 2**53 - 1 for name in ("abs_uc", "dose", "ohm_max", "treated_s")}
    sessions[4] |= far | {"t": 252455615999, "bench": False}
    sessions += [session | {"seq": 0} for session in sessions] + [{}, None, 7]  # type: ignore[list-item]
    give(alone, json.dumps({"sessions": sessions}).encode())
    assert outcome(alone).endswith(
        "6 new sessions, 0 were here already. 9 entries are no sessions: left aside."
    )
    shown(alone)
    assert len(numbers(alone)) == 6
    assert alone.locator("#view-history img").count() == 0
    for width in (390, 800, 1000, 1200):
        alone.set_viewport_size({"width": width, "height": 800})
        shown(alone)
        assert alone.evaluate("document.documentElement.scrollWidth") <= width


OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('QuotaExceededError'); }"
DAMAGED = "localStorage['galva.sessions'] = '{\"sessions\": [{\"seq\": 1}, '"


@pytest.mark.parametrize("broken", [OFF, FULL, DAMAGED], ids=["off", "full", "damaged"])
def test_it_goes_on_with_a_storage_that_is(
    broken: str, page: Page, galva_html: Path, journal: records.Journal
) -> None:
    page.add_init_script(broken)
    page.goto(galva_html.as_uri())
    page.get_by_role("tab", name="History").click()
    give(page, records.to_json(journal).encode())
    shown(page)
    assert sorted(numbers(page)) == [record["seq"] for record in journal.records]
    trouble = page.locator("#view-history .notice")
    assert trouble.is_visible() and "export" in trouble.inner_text()
    assert saved(page, "Export CSV") == records.to_csv(journal)
    page.get_by_role("tab", name="Plan").click()
    shown(page)
    assert "Week" in page.locator(".calendar").inner_text()
