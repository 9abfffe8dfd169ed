"""The page and a device at a serial port: what is said reaches the other side."""

from host_tests.web.devices import Desk


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
