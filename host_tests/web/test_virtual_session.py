"""A whole session in the virtual device's view: the real firmware, every hand a click or a key."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from host_tests.web.benches import BenchDesk

DOTS = """(canvas) => {
  const paper = new OffscreenCanvas(128, 64).getContext("2d");
  paper.drawImage(canvas, 0, 0);
  const { data } = paper.getImageData(0, 0, 128, 64);
  return [...Array(128 * 64).keys()].map((at) => Number(data[4 * at] > 100));
}"""


@pytest.fixture
def desk(page: Page, galva_html: Any) -> Iterator[BenchDesk]:
    """Ready, its view shown."""
    made = BenchDesk(page, galva_html.as_uri())
    page.get_by_role("tab", name="Virtual device").click()
    _until(made, "IDLE")
    yield made
    made.close()


def _until(desk: BenchDesk, state: str) -> None:
    desk.until(lambda: bool(desk.rig.status.get("state") == state))


def _told(desk: BenchDesk, place: str) -> str:
    return desk.page.locator("#view-virtual").locator(place).inner_text()


def _row(desk: BenchDesk, row: int) -> list[float]:
    """Truth and report of a row of the table."""
    cells = desk.page.locator(".beside tbody tr").nth(row).locator("td").all_inner_texts()
    return [float(cell.split()[0].replace("\u2212", "-")) for cell in cells[:2]]


def test_a_whole_session_by_clicking(desk: BenchDesk) -> None:
    view, mouse, front = desk.page.locator("#view-virtual"), desk.page.mouse, desk.rig.front
    view.get_by_role("button", name="Fresh gel").click()
    view.get_by_role("button", name="START").hover()
    mouse.down()
    desk.run(700)
    assert "START held for 0." in _told(desk, ".told")
    mouse.up()
    _until(desk, "RUN")
    assert front.relay_closed and front.skin.dc_ohm == 5000
    desk.run(2000)
    assert "closed: skin" in _told(desk, ".facts")
    _truth_stands_beside_the_report(desk)

    view.get_by_role("button", name="Lift off").click()
    _until(desk, "HOLD")
    desk.until(lambda: "Light: amber" in _told(desk, ".told"), 1000)
    view.get_by_role("button", name="Typical").click()
    _until(desk, "RUN")
    assert front.skin.dc_ohm == 11_000

    desk.page.keyboard.down("t")
    desk.run(150)
    desk.page.keyboard.up("t")
    _until(desk, "IDLE")
    desk.run(300)
    assert front.code == 0 and not front.relay_closed
    assert "released: dummy" in _told(desk, ".facts")


def _truth_stands_beside_the_report(desk: BenchDesk) -> None:
    truth_uc, said_uc = _row(desk, 2)
    charge_uc = desk.rig.front.abs_charge_nc / 1000
    assert charge_uc > 50
    assert truth_uc == pytest.approx(charge_uc, abs=30)  # of a status line before
    assert said_uc == pytest.approx(truth_uc, rel=0.05)
    assert abs(_row(desk, 3)[0] - desk.rig.front.net_charge_nc / 1000) < 15
    shown = desk.page.locator(".oled").evaluate(DOTS)
    assert shown == [dot for row in desk.rig.screen.pixels for dot in row]
