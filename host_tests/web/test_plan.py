"""The plan: what it tells is what the device counts, and what it asks reaches the device."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from galva import VERSION
from galva.core.limits import DAY_MS
from galva.core.usage import DAY_S, PLAN
from host_tests.fake_rig import commissioned
from host_tests.web.devices import Desk
from tools.builds import commission
from tools.link.client import EPOCH
from tools.report import sample
from tools.web.facts import safety

NOW = datetime(2026, 3, 22, 21, 0)
TODAY = (NOW - EPOCH).days


@pytest.fixture
def desk_with(page: Page, galva_html: Path) -> Iterator[Callable[..., Desk]]:
    """A device with these files, the page on its plan, at NOW."""
    made: list[Desk] = []

    def make(files: dict[str, bytes]) -> Desk:
        desk = Desk(page, files=files)
        made.append(desk)
        desk.join(galva_html.as_uri())
        page.clock.set_system_time(NOW)
        page.get_by_role("tab", name="Plan").click()
        desk.run(200)
        return desk

    yield make
    for desk in made:
        desk.close()


def panel(page: Page, name: str) -> str:
    return page.locator(f"#view-plan .panel.{name}").inner_text()


def press(desk: Desk, name: str) -> None:
    desk.page.get_by_role("button", name=name).click()
    desk.run(600)


def file(desk: Desk, name: str) -> dict[str, Any]:
    """The newest record of this name in the device's folder."""
    desk.run(1500)  # it is written when nothing is energised
    found: list[dict[str, Any]] = [
        json.loads(text) for n, text in desk.rig.files().items() if n.startswith(f"{name}.")
    ]
    return max(found, key=lambda record: int(record["counter"]))


def begins(desk: Desk) -> bool:
    """START held on good skin: whether the relay closes."""
    desk.do(lambda: desk.rig.touch("good"))
    desk.hold("START", 700)
    seen = []
    for _ in range(40):
        desk.run(100)
        seen.append(desk.rig.front.relay_closed)
    return any(seen)


def used(**fields: Any) -> dict[str, bytes]:
    """A record of use: nothing, but for these."""
    numbers = dict.fromkeys(("on_ms", "undated_ms", "undated_n", "open_ms"), 0)
    nothing = {"ms": [0] * 7, "sessions": [0] * 7, "open_day": -1, "needle": -1}
    record = {"version": 1, "unit": "ms", **numbers, **nothing, **fields}
    return {"usage.a": commission.record_line(record)}


def test_the_clock_is_set_and_the_day_is_full(desk_with: Callable[..., Desk]) -> None:
    files = used(day=TODAY, first_day=TODAY - 2, ms=[DAY_MS] + [0] * 6, sessions=[5] + [0] * 6)
    desk = desk_with(commissioned() | files)
    page = desk.page
    assert "no clock" in panel(page, "time")
    assert panel(page, "today").split()[1:3] == ["10", "min"]  # a power-on without a clock
    assert "Room" not in panel(page, "today")
    press(desk, "Set the device's clock")
    seconds = desk.do(lambda: desk.rig.device.calendar.seconds())
    assert abs(seconds - (NOW - EPOCH).total_seconds()) < 5
    assert "The clock is set." in panel(page, "time") and "22 March 2026" in panel(page, "time")
    today = panel(page, "today")
    assert today.split()[1:3] == ["0", "min"] and "Treated: 20 of 20 min." in today
    assert "last seven days: 5." in today and "Room" not in today  # its days are not known
    warnings = page.locator(".warnings").inner_text()
    assert "enough for today: tomorrow again" in warnings
    assert "enough this week: rest some days" in warnings
    assert not begins(desk)


def test_microneedling_is_asked_twice_and_then_the_device_rests(
    desk_with: Callable[..., Desk],
) -> None:
    desk = desk_with(commissioned())
    page = desk.page
    press(desk, "Set the device's clock")
    press(desk, "Microneedling today")
    press(desk, "Cancel")
    assert "Rest day" not in panel(page, "needle")
    press(desk, "Microneedling today")
    press(desk, "Yes, rest today")
    assert "Rest day: no session until Mon 23 Mar, 00:00." in panel(page, "needle")
    assert "rest day" in page.locator(".calendar .today").inner_text()
    assert "from Mon 23 Mar on" in panel(page, "today")
    assert panel(page, "today").split()[1:3] == ["0", "min"]
    assert file(desk, "usage")["needle"] == TODAY
    assert not begins(desk)
    press(desk, "STOP")  # within reach whatever is asked
    page.evaluate("localStorage.clear()")  # a browser that was not told: the device was
    page.reload()
    page.get_by_role("tab", name="Plan").click()
    press(desk, "Connect")
    assert "Rest day: no session until Mon 23 Mar, 00:00." in panel(page, "needle")
    assert "from Mon 23 Mar on" in panel(page, "today")
    page.clock.set_system_time(NOW + timedelta(days=1))
    press(desk, "Set the device's clock")
    assert "Rest day" not in panel(page, "needle")


def test_the_contraindications_are_acknowledged(desk_with: Callable[..., Desk]) -> None:
    files = {name: text for name, text in commissioned().items() if name != commission.READ_FILE}
    desk = desk_with(files)
    page = desk.page
    told = panel(page, "safety")
    for line in safety()["who"] + safety()["where"]:
        assert line in told
    assert "no session before somebody said that this was read" in told
    assert "read the rules: read who must not use it" in page.locator(".warnings").inner_text()
    assert not begins(desk)
    button = page.get_by_role("button", name="Tell the device")
    assert button.is_disabled()
    page.get_by_label("I have read both lists").check()
    desk.run(200)
    button.click()
    desk.run(600)
    assert "The device knows." in panel(page, "safety")
    assert "no session before" not in panel(page, "safety")
    assert file(desk, "read")["firmware"] == VERSION
    assert begins(desk)


def test_what_it_asks_is_refused_in_a_session_and_it_says_so(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("tab", name="Plan").click()
    desk.session()
    press(desk, "Microneedling today")
    press(desk, "Yes, rest today")
    assert "a session runs: stop it first" in panel(page, "needle")
    assert page.evaluate("localStorage.getItem('galva.needles')") is None
    assert desk.rig.status["state"] == "RUN"


# ---- without a device


@pytest.fixture
def alone(page: Page, galva_html: Path) -> Page:
    """The page on its plan, at NOW."""
    page.clock.install(time=NOW)
    page.goto(galva_html.as_uri())
    page.get_by_role("tab", name="Plan").click()
    return page


def keep(page: Page, treated: list[tuple[int, int]]) -> None:
    """Sessions, each (days before today, treated s), in the browser's storage."""
    record = sample.journal().records[0] | {"bench": False}
    rows = []
    for at, (back, treated_s) in enumerate(treated):
        t = (TODAY - back) * DAY_S + 60 * at
        rows.append(record | {"seq": at + 1, "t": t, "treated_s": treated_s})
    text = json.dumps({"sessions": rows})
    page.evaluate("(text) => localStorage.setItem('galva.sessions', text)", text)
    page.reload()
    page.get_by_role("tab", name="Plan").click()
    page.clock.run_for(100)


def week(page: Page, at: int) -> str:
    """A row of the calendar with its head; -1 = this week."""
    return page.locator(".calendar tbody").nth(at % 5).inner_text()


def test_the_calendar_counts_the_kept_sessions(alone: Page) -> None:
    (_, least, most), _ = PLAN
    days = [8, 8, 7, 6, 5, 4][: most + 1]  # the first of them is a Saturday
    keep(alone, [(back, 300) for back in days] + [(1, 630)])
    assert f"Week 1 build-up {most + 1} sessions (plan: {least}-{most})" in week(alone, -2)
    assert "more than the plan" in week(alone, -2) and "fewer" not in week(alone, -2)
    first = alone.locator(".calendar tbody").nth(3).locator(".day").nth(0)
    assert first.inner_text().split() == ["14", "Mar", "10", "min", "2", "sessions"]
    assert "Week 2" in week(alone, -1) and "10.5 min" in week(alone, -1)
    assert "fewer" not in week(alone, -1)  # it is not over
    today = alone.locator(".calendar .day.today")
    assert today.inner_text().split() == ["22", "today"]
    assert "Week" not in week(alone, -3)  # before the first session


def test_over_use_is_told_without_a_device(alone: Page) -> None:
    (_, _least, most), _ = PLAN
    keep(alone, [(0, 600), (0, 595)] + [(back, 300) for back in range(1, most)])
    told = panel(alone, "today")
    assert told.split()[1:3] == ["0", "min"]
    assert "The day is full: 20 min" in told and f"{most + 1} sessions in seven days" in told
    assert "from Thu 26 Mar on" in told  # two must be seven days old
    assert "full" in alone.locator(".calendar .day.today").inner_text()


def test_after_the_first_weeks_it_is_maintenance(alone: Page) -> None:
    (weeks, *_), (_, least, most) = PLAN
    keep(alone, [(7 * weeks - 1, 300)])
    assert "the first 6 weeks now" in " ".join(panel(alone, "stages").split())
    keep(alone, [(7 * weeks, 300)])
    assert "after that now" in " ".join(panel(alone, "stages").split())
    assert f"Week {weeks + 1} maintenance 0 sessions (plan: {least}-{most})" in week(alone, -1)
    assert "fewer than the plan" in week(alone, -2)


@pytest.mark.parametrize("width", [390, 1200])
def test_it_fits(width: int, alone: Page) -> None:
    keep(alone, [(1, 1200)] * 7)
    alone.set_viewport_size({"width": width, "height": 800})
    alone.clock.run_for(100)
    assert alone.evaluate("document.documentElement.scrollWidth") <= width
