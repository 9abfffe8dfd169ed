"""Safe mode: a device with a broken main.py or configuration is mended by the real mpremote."""

from pathlib import Path

import pytest

from tools import image
from tools.emulator.bridge import mpremote
from tools.emulator.rig import EmulatedRig

GOOD = image.files("pico")
BROKEN_MAIN = {
    "a syntax error": "def main(:\n",
    "an exception at import": "raise ValueError('broken')\n",
    "a missing module": "import nothing_of_this_name\n",
    "an endless loop": "while True:\n    pass\n",
    "an endless loop without Ctrl-C": (
        "import micropython\nmicropython.kbd_intr(-1)\nwhile True:\n    pass\n"
    ),
    "an endless loop without interrupts": (
        "import machine\nmachine.disable_irq()\nwhile True:\n    pass\n"
    ),
    "a watchdog that nobody feeds": (
        "import machine\nmachine.WDT(timeout=500)\nwhile True:\n    pass\n"
    ),
}
# These leave no way in but the button: nothing on the link can stop them.
DEAF = (
    "an endless loop without Ctrl-C",
    "an endless loop without interrupts",
    "a watchdog that nobody feeds",
)


def device(main: str) -> EmulatedRig:
    return EmulatedRig(files=GOOD | {"main.py": main.encode()})


def power_cycle(rig: EmulatedRig, minus: bool) -> EmulatedRig:
    """Off and on again with the same flash, MINUS held or not."""
    again = EmulatedRig(flash=rig.chip.snapshot())
    if minus:
        again.chip.pull(again.pins.minus, 0)
    again.run(150)
    return again


def assert_safe(rig: EmulatedRig) -> None:
    """Off, red light, no application, and the prompt answers."""
    front = rig.front
    assert (front.code, front.bridge, front.hv_on, front.gate_closed) == (0, 0, False, False)
    assert rig.chip.level(rig.pins.red) == 1
    assert not rig.statuses


@pytest.fixture
def good_main(tmp_path: Path) -> Path:
    path = tmp_path / "main.py"
    path.write_bytes(GOOD["main.py"])
    return path


def assert_runs(rig: EmulatedRig) -> None:
    """Its application talks."""
    while not rig.statuses:
        assert rig.now_ms < 4000, rig.console  # loading takes 2 s
        rig.run(50)


def assert_mended(rig: EmulatedRig, good_main: Path) -> None:
    """One copy, one power-on, and the device runs."""
    copied = mpremote(rig, "cp", good_main, ":main.py")
    assert copied.status == 0, copied.printed
    assert_runs(power_cycle(rig, minus=False))


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("what", BROKEN_MAIN)
def test_a_broken_main_is_mended_with_minus_held_at_power_on(what: str, good_main: Path) -> None:
    rig = device(BROKEN_MAIN[what])
    rig.run(50)
    assert not rig.statuses and not rig.front.hv_on
    safe = power_cycle(rig, minus=True)
    assert_safe(safe)
    assert_mended(safe, good_main)


def test_the_prompt_says_why_nothing_runs() -> None:
    """At power-on nobody is on the link yet; after a soft reset they are."""
    rig = power_cycle(EmulatedRig(files=GOOD), minus=True)
    assert_safe(rig)
    rig.chip.send(b"\x04")
    rig.run(150)
    assert "safe mode: let go of MINUS, remove the file safe_mode, then reset" in rig.console


@pytest.mark.parametrize("what", [name for name in BROKEN_MAIN if name not in DEAF])
def test_most_can_be_mended_over_the_link_alone(what: str, good_main: Path) -> None:
    rig = device(BROKEN_MAIN[what])
    rig.run(150)
    assert_mended(rig, good_main)


def test_a_deaf_one_does_not_answer() -> None:
    rig = device(BROKEN_MAIN["an endless loop without interrupts"])
    rig.run(150)
    rig.chip.send(b"\x03\x03\x01")
    rig.run(150)
    assert b"raw REPL" not in rig.chip.output


def test_the_tools_way_in_and_out() -> None:
    """mpremote alone: a file that keeps main.py from running, until it is removed."""
    rig = EmulatedRig(files=GOOD)
    rig.run(400)
    assert mpremote(rig, "fs", "touch", ":safe_mode").status == 0
    again = power_cycle(rig, minus=False)
    assert_safe(again)
    assert mpremote(again, "fs", "rm", ":safe_mode").status == 0
    assert_runs(power_cycle(again, minus=False))


@pytest.mark.hazard("H31")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("modes.json", b"[{"),
        (image.RECORD, b"{}"),
        ("fault.a", b"\x00" * 100),
    ],
    ids=["modes", "calibration", "fault"],
)
def test_a_broken_configuration_stops_nothing(name: str, content: bytes) -> None:
    """The device runs, says what is wrong, and the file can be replaced."""
    rig = EmulatedRig(files=GOOD | {name: content})
    assert_runs(rig)
    assert name.split(".")[0] in rig.console.split("{")[0], rig.console
    assert mpremote(rig, "fs", "rm", f":{name}").status == 0


def test_a_broken_board_file_leaves_the_prompt(good_main: Path) -> None:
    rig = EmulatedRig(files=GOOD | {"board.py": b"from boards.nothing import BOARD\n"})
    rig.run(300)
    assert "ImportError" in rig.console and not rig.front.hv_on
    good = good_main.with_name("board.py")
    good.write_bytes(GOOD["board.py"])
    assert mpremote(rig, "cp", good, ":board.py").status == 0
    assert_runs(power_cycle(rig, minus=False))
