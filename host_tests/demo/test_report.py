"""The page and the picture."""

import io
import json
import re

import pytest
from matplotlib import pyplot
from PIL import Image

from tools.demo import findings, picture, report
from tools.demo.recording import Recording

PARTS = {"UPLOT_CSS": "/* css */", "UPLOT_JS": "/* js */"}
FETCHES = re.compile(
    r"<(?:link|img|iframe|script\s[^>]*src)|url\(|@import|fetch\(|XMLHttpRequest|WebSocket|import\("
)


def page(recording: Recording, parts: dict[str, str]) -> str:
    return report.build(recording, findings.judge(recording), parts).decode()


def own_parts() -> dict[str, str]:
    names = {"PAGE_CSS": "page.css", "PAGE_JS": "page.js"}
    return PARTS | {part: (report.PAGE / name).read_text() for part, name in names.items()}


def test_the_page_is_whole_and_needs_no_network(recording: Recording) -> None:
    parts = own_parts() if not report.UPLOT.exists() else report.parts()
    text = page(recording, parts)
    assert FETCHES.findall(text) == []
    assert parts["UPLOT_JS"] in text and parts["PAGE_JS"] in text
    assert "/*DATA*/" not in text


def test_the_page_holds_the_session(recording: Recording) -> None:
    text = page(recording, own_parts())
    found = re.search(r"const DATA = (\{.*\});\n", text)
    assert found is not None
    data = json.loads(found[1])
    assert data["measured"].startswith("Measured in emulation")
    assert len(data["findings"]) == 8 and all(f["ok"] for f in data["findings"])
    assert max(data["rows"]["delivered"]) == pytest.approx(127, abs=2)
    assert {len(column) for column in data["rows"].values()} == {len(data["rows"]["t"])}
    assert [mark["text"] for mark in data["marks"]] == [
        "refused", "contact", "lift-off", "re-contact", "MINUS", "stop"
    ]  # fmt: skip


def test_impedance_is_a_gap_without_contact(recording: Recording) -> None:
    skin = report.data(recording, [])["skin"]
    assert skin["t"] == sorted(skin["t"])
    lifted = next(d for d in recording.done if d.mark == "lift-off")
    inside = [
        (truth, device)
        for t, truth, device in zip(skin["t"], skin["truth"], skin["device"], strict=True)
        if lifted.begin_us + 50e3 < t * 1e6 < lifted.end_us
    ]
    assert inside and set(inside) == {(None, None)}
    assert {11_000.0, 5_000.0} <= set(skin["truth"])


def test_data_cannot_end_the_script(recording: Recording) -> None:
    finding = findings.judge(recording)[0]._replace(figure="</script>")
    text = report.build(recording, [finding], own_parts()).decode()
    assert text.count("</script>") == 2


def test_the_picture_is_a_small_png(recording: Recording) -> None:
    png = picture.draw(recording, findings.judge(recording))
    assert Image.open(io.BytesIO(png)).size == (1600, 1100)
    assert len(png) < 200_000


def test_the_picture_says_where_it_comes_from_and_what_happened(recording: Recording) -> None:
    figure = picture.compose(recording, findings.judge(recording))
    said = " ".join(text.get_text() for text in figure.texts)
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    pyplot.close(figure)
    assert "Measured in emulation" in said and "8 of 8 findings pass" in said
    assert words == ["refused", "contact", "lift-off", "re-contact", "MINUS", "stop"]
