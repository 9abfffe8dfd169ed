"""The portable tests in the real image on the emulated chip, file by file."""

import re
from pathlib import Path

import pytest

from tools import image
from tools.emulator.chip import ChipError
from tools.emulator.rig import EmulatedRig, forked

PORTABLE = Path(__file__).parents[1] / "portable"
# They read private names, which the device's files no longer have (tools/lean.py), what a pico
# does not carry (front end B), or walk a whole test for each side of each bound, or a session to
# the tick: CPython, unix and wasm have them.
ELSEWHERE = {
    "test_board_limits",
    "test_bounds",
    "test_calib_limits",
    "test_course",
    "test_hold_limits",
    "test_selftest",
    "test_session_limits",
}
FILES = sorted({path.stem for path in PORTABLE.glob("test_*.py")} - ELSEWHERE)
MOST_MS = 12_000
LOAD = "import gc\ngc.threshold(16384)\nimport {0}\ngc.threshold(-1)\n"  # as main.py does

# Minutes of a session in Python on Python, or more than fits: half a minute to an hour of wall
# time each on this tier. They run on CPython, unix and wasm; whole sessions of the chip are
# host_tests/scenarios.
LONG = {
    "test_spread": {"test_twenty_minutes_of_one_impedance_outweigh_less_of_others"},
    "test_boards": {  # a device has the file of its own alone
        "test_data_of_every_board",
        "test_a_role_or_a_pin_that_the_chip_has_not_is_refused",
        "test_a_session_on_every_kind_of_board",
    },
    "test_fuzz": {"test_modes", "test_routines"},
    "test_gel": {
        "test_it_is_drying_60_percent_and_3_kohm_over_the_least",
        "test_a_least_that_falls_is_followed",
    },
    "test_judge": {"test_more_than_620_microampere_is_overcurrent_at_once"},  # a private name
    "test_sense": {"test_the_window_of_net_charge_is_10_s_to_the_millisecond"},  # a private name
    "test_ring": {
        "test_each_length_of_history_reads_the_same_before_and_after_a_boot",
        "test_a_damaged_byte_costs_one_line_at_most",
        "test_a_whole_damaged_file_costs_its_own_lines",
        "test_garbage_is_bounded_and_told",
    },
    "test_player": {
        "test_every_period_sums_to_zero_through_the_ramp",
        "test_tighten_swaps_its_order_each_ten_seconds",
    },
    "test_flow": {
        "test_every_sample_is_counted_once",
        "test_a_balanced_output_is_left_alone_and_an_unbalanced_one_repaid",
        "test_the_loop_takes_a_leak_on_one_polarity_back",
        "test_without_a_leak_the_codes_stay_equal",
        "test_infuse_is_not_repaid",
        "test_a_mean_of_ten_microampere_trips",
        "test_dose_goes_on_through_a_pause",
    },
}
# Of the engine's, whose bench is an output and a circuit in Python, these are short enough.
SHORT = {
    "test_hold": {"test_each_serves_once_and_only_from_idle"},
    "test_engine": {
        "test_nothing_above_the_probe_before_the_contact_was_good_for_300_ms",
        "test_no_contact_is_refused_and_nothing_flowed",
        "test_the_tick_allocates_nothing_in_any_state",
        "test_the_count_of_ticks_wraps_and_allocates_nothing",
    },
}


def names(module: str) -> list[str]:
    """The tests of a file that run here. A name in LONG or SHORT that is no test is an error."""
    every = re.findall(r"^def (test_\w+)\(", (PORTABLE / f"{module}.py").read_text(), re.M)
    named = LONG.get(module, set()) | SHORT.get(module, set())
    assert named <= set(every), f"{module}.py has no {named - set(every)}"
    short = SHORT.get(module, set(every))
    return [name for name in every if name in short - LONG.get(module, set())]


@pytest.fixture(scope="module")
def rig() -> EmulatedRig:
    """A board with all of them on it, booted once: each file gets a fork of it."""
    content = {name: data for name, data in image.files("pico").items() if name != "main.py"}
    for path in PORTABLE.glob("*.py"):
        compiled = image.compiled(path.name, path.read_bytes(), "armv6m")
        content[f"lib/{path.stem}.mpy"] = compiled
    rig = EmulatedRig(files=content)
    rig.run(300)
    return rig


@pytest.mark.parametrize("module", FILES)
def test_on_the_chip(rig: EmulatedRig, module: str) -> None:
    failed = forked(lambda: failures(rig, module))
    assert names(module) and not failed, "\n".join(failed)


def failures(rig: EmulatedRig, module: str) -> list[str]:
    """One line for each test of the file that does not pass there."""
    failed = []
    for name in names(module):
        code = LOAD.format(module) + f"gc.collect()\n{module}.{name}()\nprint('passed')"
        try:
            told = rig.chip.execute(code, MOST_MS).strip()
        except ChipError as error:
            told = str(error)
        if told != "passed":
            failed.append(f"{name}: {told}")
    return failed
