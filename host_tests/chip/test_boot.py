"""The way from the reset to the application: boot.py alone, and imports without the search."""

import pytest

from tools import image
from tools.bench import device as bench
from tools.emulator.rig import EmulatedRig

_BOOT = image.files("pico")["boot.py"]
# Asked when the application is interrupted: what the finder may leave behind, and a late import.
_LEFT = """
import os, sys
print(os.getcwd(), sys.path, 'finder' in os.listdir('/'), 'finder' in sys.modules)
from galva.core import chips, fit
print(chips.NAMES[0], fit.__name__)
"""


def booted(files: dict[str, bytes]) -> EmulatedRig:
    rig = EmulatedRig(files=files)
    rig.run(60)
    return rig


def assert_low(rig: EmulatedRig) -> None:
    """The lines are driven, and the DAC has its code."""
    roles = ("run", "pa", "pb", "alive", "hv_en")
    assert [rig.chip.level(rig.pins.gpio[role]) for role in roles] == [0] * 5
    assert rig.front.code == 0 and rig.chip.level(rig.pins.cs) == 1


@pytest.mark.hazard("H24")
def test_boot_needs_no_other_file() -> None:
    rig = booted({"boot.py": _BOOT})
    assert_low(rig)
    assert rig.chip.level(rig.pins.red) is None


@pytest.mark.hazard("H24", "H31")
def test_safe_mode_needs_no_other_file() -> None:
    rig = booted({"boot.py": _BOOT, "safe_mode": b"", "main.py": b"print('main')\n"})
    assert_low(rig)
    assert rig.chip.level(rig.pins.red) == 1 and "main" not in rig.console


@pytest.mark.hazard("H24")
def test_no_file_stands_in_for_what_boot_imports() -> None:
    names = ("machine", "umachine", "os", "uos")
    files = {f"{name}.py": b"raise ValueError\n" for name in names}
    rig = booted({"boot.py": _BOOT, "safe_mode": b""} | files)
    assert_low(rig)
    assert rig.chip.level(rig.pins.red) == 1


@pytest.mark.hazard("H24")
def test_boot_does_without_the_old_names() -> None:
    later = _BOOT.replace(b"from umachine", b"from gone").replace(b"from uos", b"from gone")
    assert later.count(b"from gone") == 2
    rig = booted({"boot.py": later, "safe_mode": b""})
    assert_low(rig)
    assert rig.chip.level(rig.pins.red) == 1


@pytest.mark.hazard("H24")
def test_outputs_are_off_within_10_ms_of_boot() -> None:
    """And 25 ms after the reset: MicroPython takes its own time first."""
    safe = bench.safe()
    assert 0 < safe.begun_us < safe.run_us < safe.off_us < 25_000
    assert safe.firmware_us < 10_000


def test_the_finder_leaves_the_files_as_they_were() -> None:
    rig = EmulatedRig()
    while not rig.statuses:
        assert rig.now_ms < 3000, rig.console
        rig.run(20)
    left = rig.chip.execute(_LEFT).splitlines()
    assert left == ["/ ['', '.frozen', '/lib'] False False", "esp32 galva.core.fit"]


def test_a_source_beside_the_compiled_file_is_taken() -> None:
    """As without the finder."""
    rig = EmulatedRig(files=image.files("pico") | {"galva/__init__.py": b"print('the source')\n"})
    while "the source" not in rig.console:
        assert rig.now_ms < 600, rig.console
        rig.run(20)
