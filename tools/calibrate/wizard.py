"""The steps of hardware.md section 7, one after the other; each is kept when it is done."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from galva.core.fit import fit
from galva.core.limits import ConfigError
from tools.calibrate import entry
from tools.calibrate.bench import Bench
from tools.calibrate.maker import Maker
from tools.calibrate.progress import Progress
from tools.calibrate.readings import Reading
from tools.problems import Failed, Refused

ZERO_MOST_COUNTS = 60  # of the shunt without current
CROWBAR_MOST_COUNTS = 131  # VT - VB of two uncalibrated dividers: 0.6 V
# (step, uA, negative): what has to agree afterwards
LOW_UA = 50
VERIFY = (
    ("verify +100", 100, False),
    ("verify -100", 100, True),
    ("verify +300", 300, False),
    ("verify -300", 300, True),
)
AGREES_PART, AGREES_UA = 0.01, 0.5
_PLACES = {False: "the dummy's test points (RDUM)", True: "the 10 kOhm at the jacks, nothing else"}


@dataclass(frozen=True)
class Point:
    """What a step gave: the device's reading and the meter's volts."""

    set_ua: int
    code: int
    n: int
    counts: tuple[int, int, int]
    na: int
    meter_v: float


@dataclass(frozen=True)
class Result:
    """The record as the device read it back, and (set uA, off before, off after) in uA."""

    record: dict[str, Any]
    errors: list[tuple[int, float, float]]


class Wizard:
    """One calibration. jacks: into `ohm` there, over the isolated link; else into the dummy."""

    def __init__(
        self,
        bench: Bench,
        maker: Maker,
        progress: Progress,
        restart: Callable[[], None],
        *,
        jacks: bool = False,
        ohm: float = 10_000.0,
    ) -> None:
        self._bench = bench
        self._maker = maker
        self._progress = progress
        self._restart = restart
        self._jacks = jacks
        self._ohm = ohm

    def run(self) -> Result:
        """All that is not yet done. Failed: the device or the meter is not what it should be."""
        self._maker.tell(f"multimeter on DC volts, probes at {_PLACES[self._jacks]}")
        points_ua = 0, LOW_UA, self._bench.figures().PEAK_UA * 9 // 10
        for step, ua in zip(("zero", "low", "high"), points_ua, strict=True):
            self._point(step, ua, False, entry.UNCALIBRATED, points_ua[1:])
        self._check_zero()
        if not self._progress.get("record"):
            self._store()
        self._use()
        for step, ua, minus in VERIFY:
            self._point(step, ua, minus, entry.CALIBRATED, points_ua[1:])
            self._agree(step)
        record = self._progress.get("reference") or self._reference()
        return Result(record, self._errors())

    # ---- a current, and what the meter says

    def _point(
        self, step: str, ua: int, minus: bool, slack: entry.Slack, points_ua: tuple[int, ...]
    ) -> None:
        if self._progress.get(step):
            self._maker.tell(f"{step}: done before")
            return
        sign = "-" if minus else ""
        while True:
            reading = self._flow(ua, minus)
            text = self._maker.volts(f"{step}, {sign}{ua} µA: volts on the meter?")
            try:
                meter_v = entry.fitting(
                    text, reading.set_ua, reading.na, self._ohm, slack, points_ua
                )
            except entry.Implausible as slip:
                self._maker.tell(str(slip))
                continue
            told = Point(
                reading.set_ua, reading.code, reading.n, reading.counts, reading.na, meter_v
            )
            self._progress.put(step, asdict(told))
            return

    def _flow(self, ua: int, minus: bool) -> Reading:
        if self._jacks:
            self._maker.start()
        return self._bench.hold(ua, minus, self._jacks, self._maker.watch)

    def _told(self, step: str) -> Point:
        return Point(**self._progress.get(step))

    def _check_zero(self) -> None:
        zero = self._told("zero")
        i, vb, vt = (count / zero.n for count in zero.counts)
        if i >= ZERO_MOST_COUNTS:
            self._progress.forget("zero")
            raise Failed(f"zero: I reads {i:.0f} counts without current: check U1A, U1C, QN")
        if abs(vt - vb) > CROWBAR_MOST_COUNTS:
            self._progress.forget("zero")
            off = f"zero: VT - VB is {vt - vb:.0f} counts crowbarred"
            raise Failed(f"{off}: check the dividers of VB and VT, U2")

    # ---- the record

    def _fitted(self) -> dict[str, Any]:
        points = []
        for step in ("low", "high"):
            told = self._told(step)
            dmm_na = round(told.meter_v / self._ohm * 1e9)
            points.append((told.code, dmm_na, told.counts[0], told.counts[1], told.n))
        try:
            return fit(points, self._bench.figures())
        except ConfigError as error:
            self._progress.forget("low", "high")
            raise Failed(f"{error}: run it again, both points are asked anew") from None

    def _store(self) -> None:
        record = self._fitted()
        self._progress.put("record", self._bench.store(record))
        self._progress.forget("used", *(step for step, _, _ in VERIFY), "reference")

    def _use(self) -> None:
        """The record counts from the next start on; a device that lost it gets it again."""
        hello = self._bench.hello()
        if self._progress.get("used") and hello.calibrated:
            return
        if self._progress.get("used"):
            self._bench.store(self._progress.get("record"))
        self._restart()
        self._bench.started()
        if self._jacks:
            self._maker.connect(True)
        if not self._bench.hello().calibrated:
            self._progress.forget("record", "used")
            raise Failed("the device does not use its record: run it again")
        self._progress.put("used", True)

    def _agree(self, step: str) -> None:
        told = self._told(step)
        meter_ua = told.meter_v / self._ohm * 1e6
        off_ua = meter_ua - abs(told.set_ua)
        if abs(off_ua) > AGREES_PART * abs(told.set_ua) + AGREES_UA:
            self._progress.forget(step)
            off = f"{step}: the meter's {meter_ua:.1f} µA are {off_ua:+.1f} µA off"
            raise Failed(f"{off}: check resistor and meter, then galva calibrate --restart")

    def _reference(self) -> dict[str, Any]:
        """The self-test of its start, or another one if a session came between."""
        try:
            record = self._bench.reference()
        except Refused:
            if self._jacks:
                self._maker.connect(False)
            record = self._tested()
        self._progress.put("reference", record)
        return record

    def _tested(self) -> dict[str, Any]:
        self._maker.tell("the whole self-test: nothing at the jacks")
        test = self._bench.tested()
        if test.failed:
            raise Failed(f"self-test: {test.steps[-1].name}: {test.part}: mend it, run it again")
        return self._bench.reference()

    def _errors(self) -> list[tuple[int, float, float]]:
        """Of each verified current: before, by the codes of then on the new line; after."""
        record, low, high = self._progress.get("record"), self._told("low"), self._told("high")
        slope = (high.code - low.code) / (high.set_ua - low.set_ua)
        rows = []
        for step, ua, _minus in VERIFY:
            told = self._told(step)
            code = low.code + slope * (ua - low.set_ua)
            was_ua = (record["dac_pa"] * code / 1000 + record["zero_na"]) / 1000
            rows.append((told.set_ua, was_ua - ua, told.meter_v / self._ohm * 1e6 - ua))
        return rows
