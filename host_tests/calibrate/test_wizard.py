"""The wizard on devices of fakes: what it stores, what it refuses, and that it goes on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from host_tests.calibrate import boards
from host_tests.calibrate.__main__ import FILE as PAGE
from host_tests.calibrate.workshop import Shop
from host_tests.scenarios.sessions import assert_off, most_ua
from tools.builds.commission import FILE
from tools.calibrate.progress import Progress
from tools.problems import Failed, NoDevice, Problem, Refused


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress("pico E66", tmp_path)


def shop_of(monkeypatch: pytest.MonkeyPatch, jacks: bool) -> Shop:
    return Shop(monkeypatch, jacks=jacks)


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    shop = shop_of(monkeypatch, False)
    yield shop
    shop.rig.close()


@pytest.fixture
def jacks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    shop = shop_of(monkeypatch, True)
    yield shop
    shop.rig.close()


def newest(shop: Shop) -> dict[str, Any]:
    """The record on the device's file system."""
    names = (FILE, FILE.replace(".a", ".b"))
    found = [json.loads(text) for name, text in shop.rig.files().items() if name in names]
    return max(found, key=lambda record: record["counter"], default={})


def commissioned(shop: Shop, progress: Progress) -> None:
    maker = shop.maker(1.002)
    result = shop.calibrate(maker, progress)
    stored = newest(shop)
    assert {key: stored[key] for key in result.record} == result.record
    assert len(stored["reference"]) == 45 and stored["counter"] == 2
    assert shop.switched == 1 and len(maker.asked) == 7
    assert all(abs(after) <= 0.01 * abs(ua) + 0.5 for ua, _, after in result.errors)
    shop.switch()  # the narrow windows of its own reference let it pass
    assert shop.rig.device.cal.reference == tuple(stored["reference"])
    assert not shop.rig.status["fault"] and shop.rig.status["calibrated"]


@pytest.mark.hazard("H13")
def test_from_nothing_to_a_commissioned_board_over_usb(shop: Shop, progress: Progress) -> None:
    shop.rig.touch("good")
    commissioned(shop, progress)
    assert most_ua(shop.rig, 0) == 0


@pytest.mark.hazard("H13")
def test_and_over_uart_into_a_resistor(jacks: Shop, progress: Progress) -> None:
    commissioned(jacks, progress)


def test_front_end_b_has_its_own_points(
    monkeypatch: pytest.MonkeyPatch, progress: Progress
) -> None:
    shop = Shop(monkeypatch, board="pico_b")
    maker = shop.maker()
    result = shop.calibrate(maker, progress)
    assert maker.asked[2].startswith("high, 270 µA")
    assert len(result.record["reference"]) == 39
    test = shop.bench().tested()
    assert not test.failed
    assert all(step.row[8] <= step.vt_mv <= step.row[9] for step in test.steps)
    shop.rig.close()


SLIPS = {
    "zero": ["", "4.5", "abc", "0.0.0"],
    "low": ["450", "4.5", "0.05", "5.0", "0.3"],
    "high": ["45", "4498", "0.45", "3.9", "1e1"],
    "verify -300": ["2.9", "30", "-3.1"],
}


@pytest.mark.hazard("H13")
def test_each_slip_is_one_line_and_the_question_again(shop: Shop, progress: Progress) -> None:
    maker = shop.maker()
    maker.slips = {step: list(typed) for step, typed in SLIPS.items()}
    result = shop.calibrate(maker, progress)
    number = sum(map(len, SLIPS.values()))
    assert len(maker.asked) == 7 + number
    lines = maker.told[1 : 1 + number]
    assert len(lines) == number and not any("\n" in line for line in lines)
    assert all(word in " ".join(lines) for word in ("millivolts", "one place", "that of 450 µA"))
    assert abs(result.record["dac_pa"] - 182_530) < 300


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("after", ["verify +100"])
def test_interrupted_it_goes_on_where_it_was(shop: Shop, tmp_path: Path, after: str) -> None:
    class Gone(KeyboardInterrupt):
        """Ctrl-C."""

    def leave(text: str) -> None:
        raise Gone(text)

    first = shop.maker()
    asked_at: list[str] = []
    volts = first.volts

    def until(question: str) -> str:
        if asked_at and asked_at[-1].startswith(after):
            leave(question)
        asked_at.append(question)
        return volts(question)

    first.volts = until  # type: ignore[method-assign]
    try:
        shop.calibrate(first, Progress("x", tmp_path))

        raise AssertionError("it was not interrupted")
    except Gone:
        assert_off(shop.rig)
    again = shop.maker()
    result = shop.calibrate(again, Progress("x", tmp_path))
    assert len(again.asked) + len(asked_at) == 7
    assert len(result.record["reference"]) == 45


def test_a_damaged_file_of_progress_is_told_and_begun_anew(tmp_path: Path) -> None:
    progress = Progress("a/b c", tmp_path)
    progress.put("low", {"set_ua": 50})
    (path,) = tmp_path.iterdir()
    assert Progress("a/b c", tmp_path).get("low") == {"set_ua": 50}
    for text in ("", "{", "[]", '{"version": 0, "done": {}}', '{"version": 1, "done": []}'):
        path.write_text(text)
        again = Progress("a/b c", tmp_path)
        assert again.get("low") is None and "begun anew" in again.trouble


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("gain", [0.9])
def test_a_meter_that_is_far_off_is_never_believed(
    shop: Shop, progress: Progress, gain: float
) -> None:
    maker = shop.maker(gain)
    maker.slips = {}
    asked = 0
    volts = maker.volts

    def some(question: str) -> str:
        nonlocal asked
        asked += 1
        if asked > 5:
            raise Failed("stdin ended")
        return volts(question)

    maker.volts = some  # type: ignore[method-assign]
    with pytest.raises(Failed, match="stdin ended"):
        shop.calibrate(maker, progress)
    assert newest(shop) == {}


@pytest.mark.hazard("H13")
def test_a_meter_that_changes_fails_the_verification(shop: Shop, progress: Progress) -> None:
    maker = shop.maker()
    maker.slips = {"verify +300": ["3.045"]}
    with pytest.raises(Failed, match=r"verify \+300: the meter's 304.5 µA are \+4.5 µA off"):
        shop.calibrate(maker, progress)
    assert newest(shop)["reference"] == []


@pytest.mark.parametrize("at", [14])
def test_unplugged_it_is_one_line_and_the_device_is_off(
    shop: Shop, progress: Progress, at: int
) -> None:
    shop.unplug_after = at
    with pytest.raises(NoDevice, match="unplugged"):
        shop.calibrate(shop.maker(), progress)
    shop.unplug_after = 0
    shop.rig.run(10_500)
    assert_off(shop.rig)
    result = shop.calibrate(shop.maker(), progress)
    assert len(result.record["reference"]) == 45


def test_garbage_on_the_line_costs_an_answer_at_most(shop: Shop, progress: Progress) -> None:
    count = 0

    def spoil(data: bytes) -> bytes:
        nonlocal count
        count += b'"re"' in data
        torn = count % 4 == 0 and b'"counts"' in data
        return data.replace(b'"counts"', b'"cou\x00ts"') if torn else data

    shop.spoil = spoil
    result = shop.calibrate(shop.maker(), progress)
    assert len(result.record["reference"]) == 45


@pytest.mark.hazard("H13")
@pytest.mark.parametrize("what", ["good", "open"])
def test_at_the_jacks_no_other_load(jacks: Shop, progress: Progress, what: str) -> None:
    jacks.rig.touch(what)
    begin_ms = jacks.rig.now_ms
    with pytest.raises(Problem, match="jacks"):
        jacks.calibrate(jacks.maker(), progress)
    assert_off(jacks.rig)
    assert most_ua(jacks.rig, begin_ms) <= 13


def test_nobody_holds_start(jacks: Shop, progress: Progress) -> None:
    jacks.start = lambda: None  # type: ignore[method-assign]
    with pytest.raises(Failed, match="hold START"):
        jacks.calibrate(jacks.maker(), progress)
    assert most_ua(jacks.rig, 0) <= 13


def test_a_broken_board_is_not_calibrated(shop: Shop, progress: Progress) -> None:
    shop.rig.front.inject(shop.rig.now_ms * 1000, "dummy half")
    with pytest.raises(Failed, match="galva selftest"):
        shop.calibrate(shop.maker(), progress)
    with pytest.raises(Refused, match="SELF_TEST"):
        shop.calibrate(shop.maker(), progress)
    test = shop.bench().tested()
    assert test.failed and test.steps[-1].name == "S3" and "RDUM" in test.part
    assert newest(shop) == {}


def test_the_self_test_over_the_link(jacks: Shop) -> None:
    jacks.connect(False)
    with_gate = jacks.bench().tested()
    assert [step.name for step in with_gate.steps][-6:] == ["G1", "G2", "G3", "S8", "S7", "S10"]
    assert not with_gate.failed and with_gate.gate


def test_the_self_test_without_the_gate(shop: Shop) -> None:
    test = shop.bench().tested()
    assert len(test.steps) == 12 and not test.gate and not test.failed


def test_the_page_is_that_of_the_code() -> None:
    """Its first board anew; `make calibrate-boards` writes the page."""
    text = PAGE.read_text(encoding="utf-8")
    assert "| " + " | ".join(boards.row_of(boards.board(0))) + " |" in text
