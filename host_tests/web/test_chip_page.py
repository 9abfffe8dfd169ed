"""The page and the emulated chip: the real image's bytes at the page's serial port."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from host_tests.web.devices import Desk
from tools.emulator.rig import EmulatedRig


class ChipDesk(Desk):
    """A desk with the real MicroPython image on the emulated chip."""

    def _made(self, arguments: dict[str, Any]) -> EmulatedRig:
        rig = EmulatedRig(**arguments)
        rig.uart.listeners.append(lambda byte: self._said.append(byte))
        return rig


@pytest.fixture
def desk(page: Page, galva_html: Path) -> Iterator[ChipDesk]:
    made = ChipDesk(page)
    made.join(galva_html.as_uri())
    yield made
    made.close()


def test_a_session_of_the_chip_is_seen_and_stopped(desk: ChipDesk) -> None:
    desk.session()
    expect(desk.page.locator("#view-session")).to_contain_text("running")
    desk.page.get_by_role("button", name="STOP").click()
    desk.until(lambda: not desk.rig.front.relay_closed, 2000)
    desk.run(200)
    assert (desk.rig.front.code, desk.rig.front.bridge) == (0, 0)
    assert "done" in desk.page.locator(".asked").inner_text()
    desk.page.get_by_role("tab", name="Device", exact=True).click()
    desk.run(100)
    expect(desk.page.locator("#view-device")).to_contain_text("as this page")
