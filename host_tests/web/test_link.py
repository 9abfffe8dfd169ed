"""The page and a device at a serial port: what is said reaches the other side."""

import pytest
from playwright.sync_api import expect

from host_tests.web.devices import Desk, garbage


def test_a_session_is_seen_and_stop_ends_it(desk: Desk) -> None:
    desk.session()
    assert desk.page.locator("#view-session .says").inner_text() == "Running"
    assert desk.rig.front.setpoint_ua != 0 or desk.rig.front.relay_closed
    desk.page.get_by_role("button", name="STOP").click()
    desk.until(lambda: not desk.rig.front.relay_closed, 2000)
    desk.run(100)
    assert desk.rig.front.code == 0
    assert "done" in desk.page.locator(".asked").inner_text()


def test_unplugged_in_a_session_it_says_so_and_comes_back(desk: Desk) -> None:
    desk.session()
    desk.page.evaluate("desk.unplug()")
    desk.run(200)
    assert "unplugged" in desk.page.locator(".link").inner_text()
    assert desk.rig.front.relay_closed  # the device does not need the page
    desk.page.evaluate("desk.plug()")
    desk.page.get_by_role("button", name="Connect").click()
    desk.run(500)
    assert desk.page.locator(".link").get_attribute("class") == "link live"


def test_a_page_under_garbage_goes_on_and_stop_works(desk: Desk) -> None:
    desk.session()
    for k in range(100):
        desk.noise(garbage(4000, seed=k))
    desk.noise(b"{" * 9000 + b"\n")  # what it began is over: the next line is one again
    desk.run(300)
    expect(desk.page.locator("#view-session")).to_contain_text("running")
    desk.page.get_by_role("button", name="STOP").click()
    desk.until(lambda: not desk.rig.front.relay_closed, 2000)
    desk.run(200)
    assert "done" in desk.page.locator(".asked").inner_text()


def test_stop_is_on_the_wire_before_any_answer_came(desk: Desk) -> None:
    desk.page.get_by_role("tab", name="History").click()
    desk.page.get_by_role("button", name="Read the device's journal").click()
    desk.page.keyboard.press("s")
    desk.page.wait_for_function("() => true")  # a turn of the page, none of the device
    assert desk.unheard.endswith(b"STOP\n") and b"journal" in desk.unheard


def test_a_device_of_another_version_is_named_and_can_be_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from galva.app import commands

    assert desk.page.locator(".notice:visible").count() == 0
    monkeypatch.setattr(commands, "VERSION", "0.0.9")
    desk.page.get_by_role("button", name="Disconnect").click()
    desk.run(100)
    desk.page.get_by_role("button", name="Connect a device").click()
    desk.run(500)
    expect(desk.page.get_by_role("alert").first).to_contain_text("the device runs 0.0.9")
    desk.page.get_by_role("button", name="OFF", exact=True).click()
    desk.run(300)
    assert "done" in desk.page.locator(".asked").inner_text()
