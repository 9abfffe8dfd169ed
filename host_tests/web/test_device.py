"""The device view on the real firmware: what a person reads and presses, and what is so."""

import json
from datetime import datetime

import pytest
from playwright.sync_api import Locator

from galva.core import faults
from galva.core.afe_a import TABLE
from host_tests.web.device_view import beside, press, shown
from host_tests.web.devices import Desk
from tools.link.client import EPOCH
from tools.link.lines import sealed
from tools.sim.parts import NOMINAL


@pytest.fixture
def view(desk: Desk) -> Desk:
    return shown(desk)


def row(desk: Desk, name: str) -> str:
    """What stands beside a name in the list of who it is."""
    return desk.page.locator(f"dt:text-is('{name}') + dd").inner_text()


def setting(desk: Desk, name: str) -> Locator:
    return desk.page.locator(f"#setting-{name}")


def set_it(desk: Desk, name: str) -> None:
    setting(desk, name).locator("xpath=..").get_by_role("button", name="Set", exact=True).click()
    desk.run(300)


# ---- who it is


def test_who_it_is_and_its_clock_is_set_to_local_time(view: Desk) -> None:
    assert row(view, "board") == "pico: front end A, 500 µA at most"
    assert row(view, "link") == "uart"
    assert row(view, "calibration") == "a record is in use"
    assert row(view, "a session").startswith("may begin")
    assert row(view, "battery") == "3.90 V: enough for a session"
    assert row(view, "clock") == "not set since power-on"
    press(view, "Set it to this computer's time")
    seconds = view.do(lambda: view.rig.device.calendar.seconds())
    local = view.page.evaluate("new Date().getTime() / 1000 - new Date().getTimezoneOffset() * 60")
    assert abs(seconds - (local - (EPOCH - datetime(1970, 1, 1)).total_seconds())) <= 2
    assert str(datetime.now().year) in row(view, "clock")


# ---- self-test and faults


def test_each_step_stands_beside_its_window(view: Desk) -> None:
    begin_us = view.rig.world.now_us
    view.rig.front.battery_mv = 3200
    press(view, "Test it now", 0)
    view.until(lambda: view.page.locator(".verdict.good").count() > 0)
    assert view.page.locator(".verdict").inner_text() == "All 15 steps are inside their windows."
    rows = view.page.locator(".steps tbody tr")
    names = rows.locator("th").all_inner_texts()
    assert names == [step[0] for step in TABLE]
    s8 = rows.filter(has_text="S8").inner_text()
    assert "414 .. 486" in s8 and "well" in s8
    assert 430 < int(s8.split()[1]) < 470
    assert view.rig.front.trace.peak_ua(begin_us, view.rig.world.now_us) == 0  # at the skin
    assert "no session begins below 3.3 V" in row(view, "battery")
    view.join(view.page.url)
    shown(view)
    assert rows.count() == 0
    press(view, "Show the last one", 0)
    view.until(lambda: rows.count() == 15)


def test_a_broken_part_is_named_latched_and_cleared_by_a_test(view: Desk) -> None:
    view.do(lambda: view.rig.front.inject(view.rig.world.now_us, "dummy half"))
    press(view, "Test it now", 0)
    view.until(lambda: view.page.locator(".verdict.bad").count() > 0)
    verdict = view.page.locator(".verdict").inner_text()
    wrong = view.page.locator(".steps .wrong").inner_text()
    assert "RDUM" in verdict and verdict.startswith(wrong.split()[0]) and "WRONG" in wrong
    fault = view.page.locator(".device .fault").inner_text()
    assert fault.startswith("SELF_TEST") and faults.cure(faults.SELF_TEST) in fault
    assert "hold START for 2 s" in fault
    press(view, "Test it and clear the fault", 0)
    view.until(lambda: "still a fault" in beside(view, "Test it and clear the fault"))
    view.do(lambda: view.rig.front.build(NOMINAL["A"]))
    press(view, "Test it and clear the fault", 0)
    view.until(lambda: view.rig.status["fault"] == "")
    view.run(300)
    assert view.page.get_by_text("No fault now.").is_visible()
    log = view.page.locator(".log tbody").inner_text()
    assert "SELF_TEST" in log and faults.cure(faults.SELF_TEST) in log


def test_what_is_refused_stands_beside_its_button_and_usb_power_says_its_way_out(
    view: Desk,
) -> None:
    view.session()
    press(view, "Test it now")
    assert beside(view, "Test it now") == "test: not while it works: stop it first"
    press(view, "Read the device's journal")
    assert "stop it" in beside(view, "Read the device's journal")
    assert view.rig.status["state"] == "RUN"
    view.do(lambda: view.rig.usb(True))
    view.run(500)
    fault = view.page.locator(".device .fault").inner_text()
    assert fault.startswith("USB_POWER") and "Unplug USB" in fault
    assert not view.page.get_by_role("button", name="Test it and clear the fault").is_visible()
    assert "USB_POWER" in row(view, "a session")
    view.run(1000)
    press(view, "Read the device's journal")
    assert beside(view, "Read the device's journal") == "1 sessions read"
    log = view.page.locator(".log tbody tr").all_inner_texts()
    assert [("this visit" in text, "session 1, LIFT" in text) for text in log] == [
        (True, False),
        (False, True),
    ]
    assert all(faults.cure(faults.USB_POWER) in text for text in log)
    assert view.page.locator("#place-jacks").is_disabled()
    assert view.page.get_by_text("At the jacks: only over the isolated link").is_visible()


def test_what_a_hostile_device_says_is_text(view: Desk) -> None:
    evil = "<img src=x onerror=alert(1)>"
    status = view.rig.status | {"fault": evil, "cure": evil, "step": evil, "part": evil}
    view.page.evaluate("(text) => desk.says(btoa(text))", sealed(status).decode())
    view.page.clock.run_for(20)
    assert view.page.locator(".device .fault").inner_text().count(evil) >= 3
    assert view.page.locator("img").count() == 0


# ---- settings


def test_brightness_dims_the_light_and_mute_silences(view: Desk) -> None:
    bright = max(view.rig.light)
    setting(view, "brightness").fill("20")
    set_it(view, "brightness")
    setting(view, "mute").check()
    set_it(view, "mute")
    view.run(1200)
    assert 0 < max(view.rig.light) < 0.3 * bright
    heard = len(view.rig.tones)
    view.session()
    assert len(view.rig.tones) == heard


def test_what_can_raise_the_current_is_asked_twice(view: Desk) -> None:
    def stored() -> int:
        view.run(1000)  # it is written once nothing is energised
        told = [text for name, text in view.rig.files().items() if name.startswith("settings.")]
        return max((json.loads(text).get("user_ua", 500) for text in told), default=500)

    setting(view, "user_ua").fill("300")
    setting(view, "user_ua").press("Enter")
    view.run(300)
    question = view.page.get_by_text("this can raise what the skin gets. Set it to 300?")
    assert question.is_visible()
    view.page.keyboard.press("Enter")  # a second Enter is a no
    view.run(300)
    assert not question.is_visible() and stored() == 500
    set_it(view, "user_ua")
    press(view, "Yes, set it")
    assert stored() == 300


def test_what_is_out_of_range_is_not_sent_and_a_routine_is_chosen(view: Desk) -> None:
    for typed in ("4", "101", "", "20.5"):
        setting(view, "brightness").fill(typed)
        set_it(view, "brightness")
        told = setting(view, "brightness").locator("xpath=..").locator(".told").inner_text()
        assert told == "give 5 to 100"
    answers = view.rig.answers["uart"]
    assert not [each for each in answers if each.get("do") == "set"]
    setting(view, "routine").select_option("face 5")
    set_it(view, "routine")
    assert answers[-1]["settings"]["routine"] == "face 5"
