"""A device on the maker's bench: currents it holds, its self-test, its record."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from tools import boards
from tools.calibrate.readings import Reading, Step, Test
from tools.link import Client, Hello
from tools.problems import Failed, Mismatch, Problem, Refused

POLL_S = 0.1
PATIENCE_S = 15.0  # of silence: few status lines come, and an emulated chip is slow
TEST_MOST = 400  # polls: the whole self-test takes 4 s, an emulated chip some times that
SETTLES_MOST = 5  # times that it may not be ready to write
BOOT_MOST = 60  # times that a device that starts is asked who it is
Pause = Callable[[float], None]


class Bench:
    """Every method: Refused (the device says why), Failed, NoDevice."""

    def __init__(self, client: Client, pause: Pause = time.sleep) -> None:
        self._client = client
        self._pause = pause

    def hello(self) -> Hello:
        """Who it is."""
        return self._client.hello()

    def figures(self) -> Any:
        """Its front end's module (galva.core.afe_a or afe_b). Mismatch: no board that we know."""
        name = self._client.hello().board
        try:
            return boards.data(name).afe
        except boards.ImageError:
            raise Mismatch(f"board {name!r} is none of ours: see galva boards") from None

    def hold(self, ua: int, minus: bool, jacks: bool, watch: Callable[[Reading], bool]) -> Reading:
        """The current until watch() says that it has seen enough, at most 10 s; then off.

        The last two readings, summed. At the jacks, START held on the device begins it.
        """
        told: list[Reading] = []
        self._hush()
        try:
            self._client.ask("hold", ua=ua, minus=int(minus), jacks=int(jacks))
            for reading in self._readings(-ua if minus else ua):
                told.append(reading)
                if watch(reading) and len(told) > 1:
                    break
        finally:
            self._off()
        if len(told) < 2:
            raise Failed(f"{ua} µA: {self._why()}")
        return told[-2].with_next(told[-1])

    def _readings(self, set_ua: int) -> Iterator[Reading]:
        """Each new one while it is held."""
        seq = 0
        while True:
            told = self._client.ask("reading")
            if not told["step"] and not told["waits"]:
                return
            if told["held"] and told["seq"] != seq:
                seq = told["seq"]
                i, vb, vt = told["counts"]
                counts = (i, vb, vt)
                yield Reading(set_ua, told["code"], told["n"], counts, told["na"], told["left_ms"])
            self._pause(POLL_S)

    def _hush(self) -> None:
        """Few status lines: silence tells that an answer was lost."""
        self._client.ask("watch", every_ms=5000)

    def _off(self) -> None:
        """It ends by itself too; a port that is gone is told by what comes next."""
        try:
            self._client.off()
        except Problem:
            self._client.close()

    def _why(self) -> str:
        why = str(self._client.ask("reading")["why"])
        status = self._client.status()
        if why:
            return why
        if status.fault:
            return f"the device stopped: {status.fault}: galva selftest names the part"
        return "no current came: at the jacks hold START on the device for a second"

    def self_test(self) -> Iterator[Step]:
        """Run the whole of it; each step as it is over."""
        self._hush()
        figures = self.figures()
        table = figures.TABLE
        rail_mv = 0  # what the table counts VT from
        steps = int(self._client.ask("test")["steps"])
        self._pause(POLL_S)
        at = 0
        for _ in range(TEST_MOST):
            told = self._client.ask("tested", at=min(at, steps - 1))
            over = told["reached"] + (told["verdict"] == "failed")
            while at < min(over, steps):
                if told["gate"] or not table[at][0].startswith("G"):
                    step = self._step(at, table[at], rail_mv)
                    yield step
                    if not at and not figures.REGULATED:
                        rail_mv = step.vt_mv
                at += 1
            if told["verdict"] != "running":
                return
            self._pause(POLL_S)
        raise Failed("the self-test does not end: stop it, try again")

    def _step(self, at: int, row: tuple[Any, ...], rail_mv: int) -> Step:
        told = self._client.ask("tested", at=at)
        i, vb, vt = told["counts"]
        return Step(
            row, told["name"], told["ua"], told["drop_mv"], told["vt_mv"] - rail_mv, (i, vb, vt)
        )

    def tested(self) -> Test:
        """The whole of it, to its end."""
        steps = list(self.self_test())
        told = self._client.ask("tested", at=0)
        status = self._client.status()
        if told["verdict"] == "stopped" or (status.fault and told["verdict"] == "passed"):
            why = status.fault or "somebody ended it"
            cure = status.more.get("cure", "run it again")
            raise Failed(f"self-test: stopped before its end: {why}: {cure}")
        failed = told["verdict"] == "failed"
        part = str(steps[-1].row[12]) if failed else ""
        return Test(steps, failed, part, bool(told["gate"]))

    def store(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record's four values; as read back from the device."""
        values = {name: record[name] for name in ("dac_pa", "zero_na", "i_pa", "i_zero_na")}
        return self._write("calibrate", **values)

    def reference(self) -> dict[str, Any]:
        """Store the last self-test with it; the whole record, read back."""
        return self._write("reference")

    def _write(self, do: str, **values: int) -> dict[str, Any]:
        """Its files are written a moment after the output has ended: until then it refuses."""
        for _ in range(SETTLES_MOST):
            try:
                return dict(self._client.ask(do, **values)["record"])
            except Refused as refused:
                if "not now" not in str(refused):
                    raise
                self._pause(5 * POLL_S)
        return dict(self._client.ask(do, **values)["record"])

    def started(self) -> None:
        """Wait for a device that was just switched on, until its self-test is over."""
        for _ in range(BOOT_MOST):
            try:
                status = self._client.status()
            except Problem:
                self._client.close()
                self._pause(5 * POLL_S)
                continue
            if status.state == "FAULT":
                raise Failed(f"after its start: {status.fault}: galva selftest names the part")
            if status.state == "IDLE":
                return
            self._pause(POLL_S)
        raise Failed("the device does not start: switch it off and on, run this again")
