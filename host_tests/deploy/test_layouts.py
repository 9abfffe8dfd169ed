"""An update loses nothing: today's firmware reads the records of every layout that there ever was.

layouts/N holds the bytes as a firmware of that layout wrote them (1: galva 0.1.0, on the fakes).
They are never edited: whoever changes a record adds a folder, and the code that reads the old one.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from galva.app import latch, notice, settings
from galva.core import calib, usage
from host_tests.fake_rig import FakeRig
from host_tests.links import answers, ask, command
from tools.builds.commission import record_line
from tools.deploy.records import is_data

HERE = Path(__file__).parent / "layouts"
LAYOUTS = sorted(folder.name for folder in HERE.iterdir())
_USB_POWER = "USB_POWER"
Make = Callable[[dict[str, bytes]], FakeRig]


def records(layout: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((HERE / layout).iterdir())}


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, bytes]], FakeRig]]:
    """Makes a device with these records."""
    made: list[FakeRig] = []

    def make(files: dict[str, bytes]) -> FakeRig:
        made.append(FakeRig(monkeypatch, files=files))
        return made[-1]

    yield make
    for rig in made:
        rig.close()


def journal(rig: FakeRig) -> list[dict[str, object]]:
    """What the device says of its sessions."""
    told = answers(rig, command(do="journal"), ms=1000)
    return [record["record"] for record in told if "record" in record]


def test_each_layout_has_a_folder() -> None:
    versions = {calib.VERSION, settings.VERSION, usage.VERSION, latch.VERSION, notice.LAYOUT}
    assert {str(version) for version in versions} <= set(LAYOUTS)
    assert all(is_data(name) for layout in LAYOUTS for name in records(layout))


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_it_is_lost(device: Make, layout: str) -> None:
    rig = device(records(layout))
    rig.usb(True)  # as it was when they were written
    rig.run(1000)
    assert "left aside" not in rig.console and "trouble" not in rig.status, rig.console
    assert rig.status["calibrated"] and rig.status["fault"] == _USB_POWER
    told = ask(rig, do="settings")["settings"]
    assert (told["mute"], told["user_ua"], told["routine"]) == (1, 350, "my neck")
    used = ask(rig, do="usage")
    assert used["week"] == 3
    ask(rig, do="time", seconds=846_720_100)
    assert ask(rig, do="usage")["today_s"] == 12
    sessions = journal(rig)
    assert [each["seq"] for each in sessions] == [1, 2, 3]
    assert sessions[0]["abs_uc"] == 135 and sessions[2]["fault"] == _USB_POWER
    assert "my neck" in ask(rig, do="routines")["names"]
    kept = rig.files()
    assert all(kept[name] == data for name, data in records(layout).items())


def newer(name: str) -> bytes:
    """That record as a firmware of the future would write it."""
    record = json.loads(records(LAYOUTS[-1])[name])
    del record["crc"], record["counter"]
    return record_line(record | {"version": 99})


@pytest.mark.hazard("H31")
@pytest.mark.parametrize(
    ("name", "follows"),
    [
        ("settings.a", lambda rig: ask(rig, do="settings")["settings"]["mute"] == 0),
        ("calibration.a", lambda rig: not rig.status["calibrated"]),
        ("fault.a", lambda rig: "RECORD" in rig.status["fault"]),
        ("usage.a", lambda rig: ask(rig, do="usage")["left_s"] == 0),
    ],
)
def test_a_newer_record_is_told_and_the_careful_side_is_taken(
    device: Make, name: str, follows: Callable[[FakeRig], bool]
) -> None:
    """After a step back to an older firmware: a person is told before anything is written over."""
    pair = name.removesuffix("a") + "b"
    files = {each: data for each, data in records("1").items() if each != pair}
    rig = device(files | {name: newer(name)})
    rig.run(1000)
    assert f"{name}: version 99 is not 1: left aside" in rig.console
    assert follows(rig)
