"""More boards for the doctor, on the emulated chip: `make doctor-chip`, minutes; not in CI."""

import pytest

from host_tests.doctor.chip import doctor, names
from host_tests.scenarios.sessions import power_on, start, until
from tools import image
from tools.emulator.rig import EmulatedRig

pytestmark = pytest.mark.chip


def board(files: dict[str, bytes] | None = None) -> EmulatedRig:
    rig = EmulatedRig(files=image.files("pico") if files is None else files)
    rig.usb(True)
    return rig


def test_a_well_board() -> None:
    rig = board()
    status, told = doctor(rig)
    assert (status, names(told)) == (0, ["relay not tried", "clock not set"])
    rig.run(1000)
    assert rig.status["state"] == "IDLE"


@pytest.mark.parametrize(
    ("part", "step", "pin"), [("rs1 half", "S1", "CS at GP17"), ("hv 0V", "S0", "HV_EN at GP5")]
)
def test_a_part_or_a_net(part: str, step: str, pin: str) -> None:
    rig = board()
    rig.front.inject(0, part)
    status, told = doctor(rig)
    assert status == 1 and names(told) == ["self-test", "fault", "clock not set"]
    named = next(each for each in told if each["name"] == "self-test")
    assert named["what"].startswith(f"{step} fails: ") and pin in named["cure"]


def test_a_program_that_does_not_start() -> None:
    files = image.files("pico")
    del files["galva/core/engine.mpy"]
    status, told = doctor(board(files))
    assert status == 1 and names(told) == ["missing file", "does not start"]
    assert "ImportError: no module named 'galva.core.engine'" in told[-1]["what"]


def test_safe_mode() -> None:
    status, told = doctor(board(image.files("pico") | {"safe_mode": b""}))
    assert (status, names(told)) == (1, ["safe mode"])


def test_micropython_alone() -> None:
    status, told = doctor(board({}))
    assert (status, names(told)) == (1, ["nothing deployed"])


def test_a_full_disk_a_stuck_button_and_a_low_battery() -> None:
    rig = board(image.files("pico") | {"big": bytes(460 * 1024)})
    rig.hold("PLUS")
    rig.front.battery_mv = 3250.0
    status, told = doctor(rig)
    assert status == 1
    assert names(told) == [
        *("foreign file", "disk full", "relay not tried"),
        *("battery low", "stuck button", "clock not set"),
    ]


def test_a_session_goes_on() -> None:
    rig = board()
    power_on(rig)
    start(rig)
    until(rig, "RUN", 8000)
    status, told = doctor(rig)
    assert (status, names(told)) == (0, ["session runs", "clock not set"])
    rig.run(500)
    assert rig.status["state"] == "RUN"
