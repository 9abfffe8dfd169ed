"""Some of the ways out (make ways-out tries all), and what a device does after its watchdog."""

from functools import partial
from pathlib import Path

import pytest

from host_tests.scenarios.sessions import until
from tools.bench.stops import Stop, seen_since
from tools.emulator.bridge import mpremote
from tools.emulator.rig import EmulatedRig, forked
from tools.sim.trace import PLUS
from tools.ways_out import session
from tools.ways_out.bombs import Fuse
from tools.ways_out.clients import CLIENTS, CODE_0_MS, RUN_LOW_MS, Client
from tools.ways_out.report import late
from tools.ways_out.ways import SKIN_MS, WAYS

BY_NAME = {way.name: way for way in WAYS}
SOME = (
    "exception in the application",
    "MemoryError in the application",
    "exception in the tick",
    "MemoryError in the tick",
    "exception in the guard",
    "Ctrl-C each millisecond, 100 times",
    "mpremote: raw REPL",
    "mpremote soft-reset",
    "machine.reset()",
    "machine.soft_reset()",
    "endless loop in the guard",
    "the tick's timer stops",
    "power cut",
)


@pytest.fixture(scope="module")
def running() -> EmulatedRig:
    return session.running("LIFT", PLUS)


@pytest.mark.hazard("H21", "H22", "H23", "H24")
@pytest.mark.parametrize("name", SOME)
def test_it_is_off_in_time(running: EmulatedRig, name: str) -> None:
    assert running.front.delivered_ua > 100
    assert late(BY_NAME[name], session.seen(BY_NAME[name], "LIFT", PLUS)) == []


@pytest.mark.hazard("H21", "H28")
def test_after_the_watchdogs_reset_the_device_shows_it(running: EmulatedRig) -> None:
    def child() -> None:
        rig = running
        hung_ms = Fuse(rig).light("endless loop in the guard")
        rig.run(1100)
        until(rig, "FAULT", 3000)  # it has booted again
        rig.run(500)
        ((reset_ms, reason),) = rig.chip.resets
        assert reason == 1 and 900 < reset_ms - hung_ms < 1020
        assert rig.status["state"] == "FAULT" and rig.status["fault"] == "WATCHDOG"
        assert not rig.front.hv_on and not rig.front.relay_closed
        assert b'"bits": ' in rig.chip.snapshot()  # and it is stored

    forked(child)


@pytest.mark.hazard("H39")
def test_no_reset_cuts_a_copy_that_began_in_a_session(
    running: EmulatedRig, tmp_path: Path
) -> None:
    file = tmp_path / "large.bin"
    file.write_bytes(bytes(range(256)) * 80)

    def child() -> None:
        begin_ms = running.now_ms
        copied = mpremote(running, "resume", "cp", file, ":large.bin")
        assert copied.status == 0, copied.printed
        assert running.now_ms - begin_ms > 1000 and not running.chip.resets
        assert mpremote(running, "resume", "sha256sum", ":large.bin").status == 0

    forked(child)


@pytest.mark.hazard("H21", "H22")
@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_a_client_of_others_breaks_in_and_the_output_is_off(
    running: EmulatedRig, tmp_path: Path, client: Client
) -> None:
    """It lists, copies and resets; each in a session of its own."""
    file = tmp_path / "theirs.txt"
    file.write_text("a file of theirs\n" * 20)

    def does(words: tuple[str, ...]) -> tuple[int, str, Stop, bool]:
        done = client.do(running, words, file)
        running.run(150)
        kept = file.read_bytes() in running.chip.snapshot()
        return done.status, done.printed, seen_since(running, done.first_ms * 1000), kept

    for words in (client.list, client.copy, client.reset):
        status, printed, stop, kept = forked(partial(does, words))
        assert status == 0, printed
        assert 0 <= stop.run_low_ms <= RUN_LOW_MS and 0 <= stop.code_0_ms <= CODE_0_MS, words
        assert 0 <= stop.skin_ms <= SKIN_MS, words
        assert kept == (words is client.copy), printed
        assert words is not client.list or "main.py" in printed
