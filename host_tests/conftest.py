"""Paths of the device code, and the tiers: each test belongs to one, by its folder or its mark."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.risk import TABLE
from tools.risk.table import load
from tools.risk.trace import Trace
from tools.static.sources import import_paths

if TYPE_CHECKING:
    from host_tests.fake_rig import FakeRig

os.environ.pop("GALVA_PORT", None)  # a board of the one who runs the tests is none of theirs
sys.path[:0] = [str(path) for path in import_paths() if str(path) not in sys.path]

TIERS = {
    "static": "0 source: layers, mpy-cross",
    "core": "1 CPython, strict fakes",
    "vm": "2, 3 MicroPython, unix and wasm",
    "chip": "4 emulated RP2040, real image",
    "web": "5 the page in Chromium",
}
CHIP = ("emulator", "chip", "oracle")
FOLDERS = {"static": "static", "vm": "vm", "web": "web"} | dict.fromkeys(CHIP, "chip")
HERE = Path(__file__).parent
# What `make test` leaves to `make test-all`: whatever takes more than some seconds. Of the chip,
# which runs a third of real time at most, that is most; of the page, most views; of whole
# devices on the fakes, all but sessions on every board and the application's own.
QUICK_ON_CHIP = ("emulator",)
LONG = (
    ("stateful", "mutation", "faults", "output_table", "sim/test_builds.py", "risk/test_trace.py")
    + ("panel", "calibrate/test_wizard.py", "doctor/test_findings.py", "monitor/test_view.py")
    + ("hal/test_link.py", "hal/test_link_fuzz.py", "hal/test_zero_sum.py", "hal/test_esp32.py")
    + ("hal/test_supervisor.py", "hal/test_hold.py", "hal/test_usage.py", "hal/test_latch.py")
    + ("hal/test_commands.py", "hal/test_journal.py", "hal/test_settings.py", "test_screens.py")
    + ("test_routines.py", "test_long.py", "test_front_end_b.py", "test_maker_files.py")
    + ("demo/test_cli.py", "demo/test_report.py", "report/test_page.py", "report/test_cli.py")
    + ("fmea/test_ngspice.py", "tools/test_commands.py", "tools/test_link.py")
    + ("web/test_chip_page.py", "web/test_device.py", "web/test_wizard.py", "web/test_plan.py")
    + ("web/test_recording.py", "web/test_history.py", "web/test_virtual_session.py")
    + ("emulator/test_shims.py",)
)


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> "Iterator[FakeRig]":
    """The real firmware on fakes, switched on and idle: a pico, electrodes in the air."""
    from host_tests.fake_rig import FakeRig  # not every test needs what it imports
    from host_tests.scenarios.sessions import power_on

    made = FakeRig(monkeypatch)
    power_on(made)
    yield made
    made.close()


def pytest_configure(config: pytest.Config) -> None:
    """A whole run in which a hazard had no passed test fails."""
    config.pluginmanager.register(Trace(load(TABLE), HERE), "hazards")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its tier, so that `-m chip` picks one; most of the chip's are long."""
    for item in items:
        path = item.path.relative_to(HERE)
        if not any(item.get_closest_marker(tier) for tier in TIERS):
            item.add_marker(FOLDERS.get(path.parts[0], "core"))
        on_chip = item.get_closest_marker("chip") is not None
        if _is_long(path.as_posix(), on_chip):
            item.add_marker("long")


def _is_long(path: str, on_chip: bool) -> bool:
    return path.startswith(LONG) or (on_chip and not path.startswith(QUICK_ON_CHIP))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured (record_property), and one line a tier: how many, how they went."""
    outcomes: dict[str, Counter[str]] = {tier: Counter() for tier in TIERS}
    seconds = dict.fromkeys(TIERS, 0.0)
    figures = []
    for outcome in ("passed", "failed", "error", "skipped", "xfailed"):
        for report in terminalreporter.getreports(outcome):
            told = getattr(report, "user_properties", ())
            figures += [each for each in told if each[0] != "hazard"]
            keywords = getattr(report, "keywords", ())  # a file that cannot be read has none
            tier = next((tier for tier in TIERS if tier in keywords), "core")
            outcomes[tier][outcome] += 1
            seconds[tier] += getattr(report, "duration", 0.0)
    if figures:
        terminalreporter.section("figures")
    for what, figure in figures:
        terminalreporter.write_line(f"{what}: {figure}")
    terminalreporter.section("tiers")
    for tier, counts in outcomes.items():
        if counts:
            told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
            terminalreporter.write_line(f"{TIERS[tier]}: {told} in {seconds[tier]:.1f} s")
