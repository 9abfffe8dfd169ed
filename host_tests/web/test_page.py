"""The page alone, from its file, as somebody opens it without a network."""

from pathlib import Path

from playwright.sync_api import Page, expect


def test_it_opens_from_a_file_and_says_what_to_do(page: Page, galva_html: Path) -> None:
    page.goto(galva_html.as_uri())
    page.get_by_role("button", name="STOP").click()
    expect(page.locator(".asked")).to_contain_text("NO ANSWER")
    assert page.locator(".link").inner_text().startswith("No device.")
