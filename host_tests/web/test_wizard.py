"""The calibration wizard of the page, on boards of random parts with a simulated multimeter."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from host_tests.web.device_view import beside, press, shown
from host_tests.web.devices import Desk
from tools.builds.accuracy import Build, build
from tools.builds.commission import READ_FILE, read_line
from tools.calibrate.simulated import Multimeter, probed_mv
from tools.link.lines import sealed
from tools.sim.skin import Skin

SET_UA = 450


class Bench:
    """A board without a record, of random parts, and a multimeter at its dummy."""

    def __init__(self, page: Page, url: str, one: Build) -> None:
        self.desk = Desk(page, files={READ_FILE: read_line()})
        self._one = one
        self._url = url
        self._meter = Multimeter(1 + 0.005 * one.dmm)
        self.join()

    def _build(self) -> None:
        self.desk.rig.front.build(self._one.parts, self._one.bow_codes)

    def join(self) -> None:
        self.desk.do(self._build)
        self.desk.join(self._url)
        shown(self.desk)

    def switch(self) -> None:
        """Off and on."""
        self.desk.switch()
        self.desk.do(self._build)
        self.desk.until(lambda: self.desk.rig.status.get("state") == "IDLE")
        self.desk.run(3500)  # a silent device is greeted again

    def volts(self) -> str:
        """What the meter shows."""
        afe = self.desk.rig.front.afe
        return self._meter.shows(self.desk.do(lambda: probed_mv(afe, False)))

    def flow(self) -> str:
        """Let the current of this step flow, as the meter shows it."""
        self.desk.page.locator(".doing button.first:visible").click()
        self.desk.until(lambda: self.desk.page.locator(".phase", has_text="flows").count() > 0)
        self.desk.run(1000)  # zero, then two readings
        return self.volts()

    def take(self, typed: str) -> str:
        """Type it, Enter; the line that it got."""
        self.desk.page.locator("#volts").fill(typed)
        self.desk.page.locator("#volts").press("Enter")
        self.desk.run(400)
        return " ".join(self.desk.page.locator(".doing .told.bad").all_inner_texts())

    def now(self) -> str:
        return self.desk.page.locator(".progress .now span").first.inner_text()

    def off_ua(self) -> float:
        """What flows at 450 uA less that."""
        rig = self.desk.rig
        self.desk.do(
            lambda: rig.send(sealed({"do": "hold", "ua": SET_UA, "minus": 0, "jacks": 0}))
        )
        self.desk.run(1500)
        off_ua = rig.front.afe.load_ua - SET_UA
        self.desk.do(lambda: rig.send(b"OFF\n"))
        self.desk.run(300)
        return float(off_ua)


@pytest.fixture
def bench(page: Page, galva_html: Path) -> Iterator[Bench]:
    made = Bench(page, galva_html.as_uri(), build(1))
    yield made
    made.desk.close()


def measure(bench: Bench) -> None:
    """To the record, with a slip at each kind of step."""
    press(bench.desk, "Begin")
    assert bench.now() == "no current"
    bench.flow()
    assert "with no current" in bench.take("0.7")
    assert bench.take("0.000") == "" and bench.now() == "50 µA"
    low = bench.flow()
    assert "is that of 450 µA" in bench.take("4.5")
    assert "is no reading" in bench.take("four")
    bench.take(low)
    assert bench.desk.rig.front.code == 0  # what was read need not flow
    bench.take(bench.flow())
    assert bench.now() == "store the record"


def restart(bench: Bench) -> None:
    """The record is stored, then in use."""
    press(bench.desk, "Store it on the device", 0)
    bench.desk.until(lambda: bench.now() == "switch off and on", 4000)
    press(bench.desk, "It is on again", 500)
    assert "has not been off" in beside(bench.desk, "It is on again")
    bench.switch()
    press(bench.desk, "It is on again", 500)


def verify(bench: Bench) -> None:
    """Four currents, then the reference."""
    for name in ("check at 100 µA", "check at -100 µA", "check at 300 µA", "check at -300 µA"):
        assert bench.now() == name
        bench.take(bench.flow())
    press(bench.desk, "Store the reference", 0)
    bench.desk.until(bench.desk.page.locator(".result table").is_visible, 4000)


def test_a_board_is_calibrated_through_the_page(bench: Bench) -> None:
    before_ua = bench.off_ua()
    measure(bench)
    restart(bench)
    verify(bench)
    page = bench.desk.page
    table = page.locator(".result table").inner_text()
    offs = [float(text) for text in re.findall(r"[+-][\d.]+(?= µA)", table)]
    assert len(offs) == 12 and all(abs(after) < 3 for after in offs[2::3])
    files = bench.desk.rig.files()
    record = json.loads(files["calibration.b"])  # the second of two: that with the reference
    assert len(record["reference"]) == 45
    assert str(record["dac_pa"]) in page.inner_text(".result")
    assert abs(before_ua) > 10 and abs(bench.off_ua()) < 0.006 * SET_UA


def test_a_calibration_goes_on_after_a_reload(bench: Bench) -> None:
    press(bench.desk, "Begin")
    bench.flow()
    bench.take("0.000")
    bench.take(bench.flow())
    assert bench.now() == "450 µA"
    bench.desk.join(bench.desk.page.url)
    shown(bench.desk)
    assert bench.now() == "450 µA"
    assert "0.000" not in bench.desk.page.inner_text(".progress")  # 0 V
    press(bench.desk, "From the beginning")
    assert bench.desk.page.get_by_role("button", name="Begin", exact=True).is_visible()


def test_at_the_jacks_start_lets_the_current_flow_into_the_resistor(bench: Bench) -> None:
    desk = bench.desk
    desk.page.locator("#place-jacks").check()
    press(desk, "Begin")
    press(desk, "Begin without current", 500)
    assert (
        desk.page.locator(".phase").inner_text() == "Hold START on the device now, for a second."
    )
    desk.hold("START", 700)  # with nothing there
    desk.run(3000)
    assert "10 kOhm" in beside(desk, "Begin without current")
    desk.do(lambda: desk.rig.touch(Skin(10_000)))
    press(desk, "Begin without current", 500)
    desk.hold("START", 700)
    desk.until(lambda: desk.page.locator(".phase", has_text="It flows").count() > 0)
    desk.run(4000)
    assert desk.rig.front.relay_closed
    assert bench.take("0") == "" and bench.now() == "50 µA"
    assert desk.rig.front.code == 0


def test_stop_ends_a_held_current_and_the_page_says_so(bench: Bench) -> None:
    press(bench.desk, "Begin")
    bench.take(bench.flow())
    bench.flow()
    assert bench.desk.rig.front.code > 0
    bench.desk.page.keyboard.press("Escape")
    bench.desk.page.get_by_role("button", name="STOP").click()
    bench.desk.run(500)
    assert bench.desk.rig.front.code == 0
    assert bench.desk.page.locator(".phase").inner_text() == "Nothing flows."
