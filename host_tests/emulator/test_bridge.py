"""The real mpremote in front of the emulated chip."""

import subprocess

import pytest

from tools.emulator.bridge import mpremote
from tools.emulator.chip import Chip


@pytest.fixture(scope="module")
def chip() -> Chip:
    return Chip().boot()


class Bare:
    """A chip alone."""

    def __init__(self, chip: Chip) -> None:
        self.chip = chip

    def run(self, ms: float) -> None:
        self.chip.run(ms)


def test_what_it_executes_comes_back(chip: Chip) -> None:
    begin_ms = chip.ms
    done = mpremote(Bare(chip), "exec", "print(6 * 7)")
    assert (done.status, done.printed.strip()) == (0, "42")
    assert done.first_ms == begin_ms  # nothing passed while the program started


def test_an_exception_of_the_chip_is_its_status(chip: Chip) -> None:
    done = mpremote(Bare(chip), "resume", "exec", "raise ValueError('there')")
    assert done.status == 1 and "ValueError: there" in done.printed


def test_a_chip_that_does_not_answer_ends_it() -> None:
    class Dead(Bare):
        def run(self, ms: float) -> None:
            """No time passes."""

    with pytest.raises(subprocess.TimeoutExpired):
        mpremote(Dead(Chip()), "exec", "print(1)", timeout_s=2)
