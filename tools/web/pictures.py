"""python -m tools.web.pictures: docs/web-virtual.png and docs/web-views.png, in Chromium.

The virtual device is `galva sim`: the real image on the emulated chip, used by clicking. Plan and
history show the synthetic journal of tools/report/sample.py, at the day on which it ends.
"""

import io
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tools import DOCS, command, files
from tools.journal import records
from tools.png import small
from tools.progress import console
from tools.report import sample
from tools.web.build import build
from tools.web.drive import WIDE, chromium, virtual

_COLOURS = 128  # a picture of a page has few: below 200 kB
_TILE = (800, 573)


def main() -> None:
    """Draw docs/web-virtual.png and docs/web-views.png in Chromium; some two minutes."""
    out = console()
    with chromium() as browser:
        views = _of_a_journal(browser)
        out.print("plan and history: done; now a session on the emulated device")
        whole, session, device = _of_a_session(browser)
    _save(whole, DOCS / "web-virtual.png")
    _save(_tiled([session, views[0], views[1], device]), DOCS / "web-views.png")
    out.print(f"{DOCS / 'web-virtual.png'}, {DOCS / 'web-views.png'}")


def _of_a_journal(browser: Browser) -> list[Image.Image]:
    """Plan, light; history, dark: of the page alone, from its file."""
    page = browser.new_page(viewport=WIDE)
    page.clock.set_fixed_time(sample.BEGIN + timedelta(weeks=sample.WEEKS, hours=2))
    page.goto(build().as_uri())
    page.get_by_role("tab", name="History").click()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "sessions.json")
        file.write_text(records.to_json(records.read(sample.lines())), encoding="utf-8")
        page.locator("#view-history input[type=file]").set_input_files(file)
        expect(page.locator("#view-history")).to_contain_text("new sessions")
    page.get_by_role("tab", name="Plan").click()
    plan = _picture(page)
    page.get_by_role("button", name="Light or dark").click()
    page.get_by_role("tab", name="History").click()
    views = [plan, _picture(page)]
    page.close()
    return views


def _of_a_session(browser: Browser) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Virtual device, light; session, dark; device, light: in a session, and after it."""
    with virtual(browser) as made:
        page = made.page
        made.start("Typical")
        made.wait(20)
        whole = _picture(page, whole=True)
        page.get_by_role("tab", name="Session").click()
        page.get_by_role("button", name="Light or dark").click()
        session = _picture(page)
        page.get_by_role("button", name="STOP").click()
        page.get_by_role("button", name="Light or dark").click()
        page.get_by_role("tab", name="Virtual device").click()
        made.until("IDLE")
        page.get_by_role("tab", name="Device", exact=True).click()
        return whole, session, _picture(page)


def _picture(page: Page, whole: bool = False) -> Image.Image:
    page.wait_for_timeout(300)  # the frame that shows it
    return Image.open(io.BytesIO(page.screenshot(full_page=whole))).convert("RGB")


def _tiled(pictures: list[Image.Image]) -> Image.Image:
    """Two by two."""
    width, height = _TILE
    made = Image.new("RGB", (2 * width, 2 * height), "white")
    for at, picture in enumerate(pictures):
        scaled = picture.resize((width, round(picture.height * width / picture.width)))
        made.paste(scaled.crop((0, 0, width, height)), (at % 2 * width, at // 2 * height))
    return made


def _save(picture: Image.Image, file: Path) -> None:
    files.write(file, small(picture, _COLOURS))


if __name__ == "__main__":
    sys.exit(command.run("web-pictures", main))
