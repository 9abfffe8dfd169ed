"""A browser for the tier, and the page as it is built from the source."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from host_tests.web.devices import Desk
from tools.web.build import build
from tools.web.drive import MISSING, chromium, program


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium of the system: Debian's package.

    For a module, not longer: while it is there playwright's event loop runs, and no fake device
    of another module could run one of its own.
    """
    if program() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def galva_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in one file."""
    return build(tmp_path_factory.mktemp("web") / "galva.html")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab that may not say anything on its console, nor meet an error."""
    context = browser.new_context()
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: said.append(str(error)))
    yield tab
    context.close()
    assert said == []


@pytest.fixture
def desk(page: Page, galva_html: Path) -> Iterator[Desk]:
    """A device at the page's serial port, ready; the page is connected."""
    made = Desk(page)
    made.join(galva_html.as_uri())
    yield made
    made.close()
