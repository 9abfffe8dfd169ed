"""What tests of the device view do with it."""

import re

from host_tests.web.devices import Desk


def shown(desk: Desk) -> Desk:
    """The tab is chosen."""
    desk.page.set_default_timeout(3000)
    desk.page.get_by_role("tab", name="Device", exact=True).click()
    desk.run(300)
    return desk


def press(desk: Desk, name: str | re.Pattern[str], ms: float = 300) -> None:
    desk.page.get_by_role("button", name=name, exact=True).click()
    desk.run(ms)


def beside(desk: Desk, name: str) -> str:
    """The line that the button got."""
    button = desk.page.get_by_role("button", name=name, exact=True)
    return button.locator("xpath=..").locator(".told").inner_text()
