"""A session is recorded, saved, opened again and played: what a person sees comes back."""

import base64
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import crcline
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from host_tests.web.devices import Desk
from tools.web.recording import Header, Line, Recording, dumped

HEADER = Header("1.0", "pico", "2026-11-21T20:00:00Z", "emulator")
STATUS = {
    "ms": 1000, "state": "RUN", "mode": "LIFT", "level": 3, "calibrated": True, "target_ua": 120,
    "set_ua": 120, "ua": 119, "contact": "GOOD", "ohm": 5000, "gel": "OK", "battery_mv": 3900,
    "left_s": 250, "net_uc": 1, "abs_uc": 300, "link": "battery", "signal": "run", "ended": "",
    "fault": "", "late_us": 12,
}  # fmt: skip
BENCH = {
    "ms": 1000, "factor": 1, "light": [0, 1, 0], "tone_hz": 0, "relay": 1, "bridge": 6,
    "code": 500, "ua": 119.5, "ohm": 5000, "net_nc": 1, "abs_nc": 2, "usb": False,
    "battery_mv": 3900, "broken": [], "held": [], "trace": [[999, 119.5, 120]], "events": [],
    "screen": None,
}  # fmt: skip
VIRTUAL = {
    "virtual": 1, "board": "pico", "skins": {"good": [1000, 4000, 30]}, "faults": ["q1 shorted"],
    "buttons": ["START"],
}  # fmt: skip


def status(at_ms: int, **changes: Any) -> Line:
    return at_ms, "link", STATUS | {"ms": 1000 + at_ms} | changes


SESSION: list[Line] = [
    (0, "bench", VIRTUAL),
    *(status(at_ms) for at_ms in range(0, 60_000, 100)),
    status(60_000, state="HOLD", contact="OPEN", ua=0),
    (60_000, "bench", BENCH | {"ua": 0}),
    *(status(at_ms) for at_ms in range(60_100, 120_000, 100)),
]


# The page's one state, caught where its store changes it.
CAUGHT = """
const assign = Object.assign;
Object.assign = (to, ...from) => {
  if (to && "samples" in to && "events" in to) window.caught = to;
  return assign(to, ...from);
};
"""


@pytest.fixture(autouse=True)
def _caught(page: Page) -> None:
    page.add_init_script(CAUGHT)


NOW = "[performance.now(), window.caught.status.ms]"
Open = Callable[[bytes], None]


@pytest.fixture
def opened(page: Page, galva_html: Path, tmp_path: Path) -> Open:
    """Gives what opens a recording of these bytes in the page; run_for hurries its clock."""
    page.clock.install()
    page.goto(galva_html.as_uri())

    def call(data: bytes) -> None:
        (tmp_path / "a.galva").write_bytes(data)
        open_file(page, tmp_path / "a.galva")

    return call


def open_file(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a recording").click()
    chooser.value.set_files(path)


def save(page: Page, path: Path) -> Recording:
    """End the recording, and read what the browser was given."""
    with page.expect_download() as download:
        page.get_by_role("button", name="End and save").click()
    assert download.value.suggested_filename.endswith(".galva")
    download.value.save_as(path)
    return Recording(path)


def state(page: Page) -> dict[str, Any]:
    """{} until it was changed for the first time."""
    found: dict[str, Any] = page.evaluate("window.caught") or {}
    return found


def until(page: Page, seen: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The state when seen(state) is true: files are read in real time, whatever the clock says."""
    for _ in range(500):
        if seen(found := state(page)):
            return found
        page.wait_for_timeout(10)
    raise AssertionError(f"not seen: {found}"[:500])


def seek(page: Page, ms: int) -> dict[str, Any]:
    """Move the slider as a hand does; the state when it is there."""
    slider = page.get_by_role("slider", name="Place in the recording")
    slider.evaluate(
        "(one, ms) => { one.value = ms; one.dispatchEvent(new Event('input')); }", str(ms)
    )
    return until(page, lambda now: now["status"] and now["status"]["ms"] == 1000 + ms)


def events(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(event["kind"], event["text"]) for event in found["events"]]


def test_a_session_comes_back_as_it_was(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    before = len(state(page)["events"])
    page.get_by_role("button", name="Record", exact=True).click()
    begun = desk.rig.status["ms"]
    desk.session()
    desk.run(1500)
    desk.do(lambda: desk.rig.touch("open"))
    desk.run(1000)
    page.get_by_role("button", name="STOP", exact=True).click()
    desk.run(1500)
    seen = state(page)
    made = save(page, tmp_path / "a.galva")
    lines = list(made)
    assert made.damage is None
    assert (made.header.source, made.header.board) == ("serial", "pico")
    assert {"RUN", "HOLD"} <= {record.get("state") for _, _, record in lines}
    assert [record for _, kind, record in lines if kind == "said"][-2:-1] == [{"do": "stop"}]
    page.get_by_role("button", name="Disconnect").click()
    page.evaluate("window.caught = null")
    open_file(page, tmp_path / "a.galva")
    page.get_by_role("button", name="x16").click()
    page.clock.run_for(2000)
    again = until(page, lambda now: now["status"] == seen["status"])
    first_s = again["samples"][0]["t_s"]
    assert again["samples"] == [one for one in seen["samples"] if one["t_s"] >= first_s]
    assert first_s < begun / 1000 + 1
    assert len(again["samples"]) > 40
    assert again["hello"]["version"] == seen["hello"]["version"] == made.header.firmware
    assert again["settings"] == seen["settings"] != {}
    assert events(again) == events(seen)[before:]
    late_ms = [a["at_ms"] - b["at_ms"] for a, b in zip(again["events"], seen["events"][before:])]
    assert len(late_ms) > 5 and all(abs(ms) <= 2 for ms in late_ms)


def test_unplugged_while_it_records_nothing_is_lost(desk: Desk, tmp_path: Path) -> None:
    desk.page.get_by_role("button", name="Record", exact=True).click()
    desk.run(1000)
    desk.page.evaluate("desk.unplug()")
    desk.run(1000)
    made = save(desk.page, tmp_path / "a.galva")
    assert sum("state" in record for _, _, record in made) >= 9
    assert made.header.board == "pico"
    expect(desk.page.get_by_role("button", name="Save again")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Record", exact=True)).to_be_disabled()


def test_no_recording_takes_the_page_from_a_device(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Open a recording").click()
    expect(desk.page.get_by_text("press Disconnect, then open")).to_be_visible()
    assert desk.page.locator(".link").get_attribute("class") == "link live"


def test_it_says_that_it_is_a_replay_and_of_what(page: Page, opened: Open) -> None:
    opened(dumped(HEADER, SESSION))
    bar = page.get_by_role("group", name="REPLAY")
    expect(bar).to_contain_text("REPLAY")
    expect(bar).to_contain_text("pico, firmware 1.0, emulated, 11/21/2026")
    expect(page.locator(".link")).to_have_text("Replay of a.galva")
    page.keyboard.press("s")
    expect(page.locator(".asked")).to_have_text(
        "STOP: this is a recording: nothing can be asked of it"
    )
    expect(page.get_by_role("button", name="Record", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Close the recording").click()
    expect(bar).to_be_hidden()
    found = state(page)
    assert (found["port"], found["samples"], found["events"]) == (None, [], [])


def test_speed_pause_and_place(page: Page, opened: Open) -> None:
    opened(dumped(HEADER, SESSION))
    place = page.locator(".record .at")
    expect(place).to_have_text("0:00 of 1:59")
    for speed in (1, 4, 16):
        page.get_by_role("button", name=f"x{speed}", exact=True).click()
        begun_ms, played_ms = page.evaluate(NOW)
        for _ in range(20):
            page.clock.run_for(50)
            page.wait_for_timeout(1)
        now_ms, then_ms = page.evaluate(NOW)
        expected_ms = speed * (now_ms - begun_ms)
        assert then_ms - played_ms == pytest.approx(expected_ms, abs=200 + 60 * speed)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(50)
    stands = state(page)["status"]["ms"]
    page.clock.run_for(5000)
    found = state(page)
    assert (found["status"]["ms"], found["link"]) == (stands, "live")  # old, but not stale
    found = seek(page, 90_000)
    expect(place).to_have_text("1:30 of 1:59")
    assert ("state", "HOLD") in events(found) and found["bench"]["ua"] == 0
    assert found["events"][0]["at_ms"] == 1795291200_000 + 60_000
    found = seek(page, 30_000)
    assert len(found["samples"]) == 301
    assert (found["events"], found["bench"]) == ([], None)
    page.get_by_role("button", name="Play").click()
    seek(page, 119_900)
    page.clock.run_for(200)
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_damaged_file_is_played_up_to_there(page: Page, opened: Open) -> None:
    opened(dumped(HEADER, SESSION)[:-200])
    line = len(SESSION) + 1
    expect(page.locator(".notice[role=alert]:visible")).to_contain_text(
        f"damaged from line {line} on: cut off"
    )
    shown = page.locator(".notice[role=alert]:visible")
    expect(shown).to_contain_text(f"The {line - 2} whole lines")
    seek(page, 10_000)


def test_garbage_is_refused_in_a_line_and_the_next_file_opens(page: Page, opened: Open) -> None:
    for garbage in (bytes(range(256)) * 1600, b"", b"x" * 400_000, b'{"galva": "recording"}\n'):
        opened(garbage)
        page.locator(".notice[role=alert]:visible").filter(has_text="a.galva: ").wait_for()
        assert state(page).get("port") is None
    opened(dumped(HEADER, SESSION) + bytes(range(256)) * 1600)
    expect(page.locator(".notice[role=alert]:visible")).to_contain_text("is damaged from line")
    seek(page, 10_000)


HOSTILE = "<img src=x onerror='document.title=1'>\u202e{name}"


def test_hostile_content_is_text_and_nothing_more(page: Page, opened: Open) -> None:
    wild: list[Line] = [
        status(0),
        status(1, state={}),
        status(2, ua="1"),
        (3, "link", {"state": "RUN", "__proto__": {"polluted": 1}}),
        (4, "link", {"do": "settings", "ok": True, "settings": {"constructor": HOSTILE}}),
        (5, "link", {"do": "hello", "ok": True, "version": HOSTILE, "board": HOSTILE}),
        (6, "link", {}),
        (7, "bench", {"ua": 1}),
        (8, "bench", BENCH | {"trace": "all"}),
        (9, "bench", VIRTUAL | {"skins": {"a": HOSTILE}}),
        (9, "bench", {"error": {"toString": 1}}),
        (10, "bench", {"error": HOSTILE}),
        (10, "link", {"do": {"toString": 1}, "ok": False, "error": {"toString": 1}}),
        status(11, mode=HOSTILE, signal=HOSTILE, fault=HOSTILE, cure=HOSTILE, ended=HOSTILE),
    ]
    opened(dumped(Header(HOSTILE, HOSTILE, HEADER.begun, HOSTILE), wild))
    page.clock.run_for(300)
    found = until(page, lambda now: now["status"] and now["status"]["mode"] == HOSTILE)
    assert [one["ua"] for one in found["samples"]] == [119, 119]
    assert found["bench"] is found["bench_hello"] is None
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.clock.run_for(100)
    assert page.title() == "Galva"
    assert page.get_by_text("update the older one").count() == 0  # a recording may be old
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("({}).polluted") is None
    expect(page.get_by_role("group", name="REPLAY")).to_contain_text("<img src=x onerror=")


def sealed(record: dict[str, Any]) -> bytes:
    return crcline.seal(json.dumps(record)).encode() + b"\n"


def test_the_truth_of_a_virtual_device_is_recorded(
    page: Page, galva_html: Path, tmp_path: Path
) -> None:
    """The page's own sockets, answered as tools/web/server.py does."""
    sockets: dict[str, WebSocketRoute] = {}
    page.route("http://127.0.0.1:8765/", lambda route: route.fulfill(path=galva_html))
    for name in ("link", "bench"):
        page.route_web_socket(
            f"ws://127.0.0.1:8765/{name}?token=T",
            partial(sockets.__setitem__, name),
        )
    page.goto("http://127.0.0.1:8765/#token=T")
    until(page, lambda now: now.get("port") and len(sockets) == 2)
    picture = base64.b64encode(bytes(range(256)) * 4).decode()
    told = [VIRTUAL, BENCH | {"screen": picture}, BENCH | {"ua": 42}]
    del told[2]["screen"]
    for message in told:
        sockets["bench"].send(json.dumps(message))
    page.get_by_role("button", name="Record", exact=True).click()
    sockets["link"].send(sealed(STATUS))
    sockets["bench"].send(json.dumps(BENCH | {"ua": 43}))
    until(page, lambda now: now.get("bench") and now["bench"]["ua"] == 43)
    made = save(page, tmp_path / "a.galva")
    assert made.header.source == "emulator"
    assert [record for _, kind, record in made if kind == "bench"] == [
        VIRTUAL, BENCH | {"screen": picture, "trace": []}, BENCH | {"ua": 43}
    ]  # fmt: skip
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("tab", name="Virtual device")).to_be_hidden()
    open_file(page, tmp_path / "a.galva")
    until(page, lambda now: now.get("bench") and now["bench"]["ua"] == 43)
    assert state(page)["bench_hello"] == VIRTUAL
    expect(page.get_by_role("tab", name="Virtual device")).to_be_visible()
