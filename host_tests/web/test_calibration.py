"""The page's calibration arithmetic gives what Python's gives, to the last digit and word."""

import itertools
import json
import os
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from galva.core import afe_a, afe_b
from galva.core.fit import fit
from galva.core.limits import ConfigError
from tools.calibrate import entry, wizard
from tools.calibrate.readings import Reading
from tools.problems import Failed
from tools.web import facts, tables
from tools.web.build import NODE

Row = dict[str, Any]
SCRIPT = Path(__file__).parent / "js" / "calibration.mjs"
TYPED = (
    ("4.5", "4,5", " 4.5 V", "4500mV", ".5", "-4.498", "0.499", "499", "4500", "45", "0.045")
    + ("450", "0.6", "0.62", "4.2", "4.1", "3.9", "1.01", "1.03", "2.93", "0", "0.04", "0.3")
    + ("0.05", "", "four", "4.5.0", "4.5 A", "nan", "1e3", "-", "4 5", "5.", ",5 mv", "a" * 30)
)  # fmt: skip
WHYS = ("too close", "is not about", "outside")  # words of fit's refusals, and of the page's
OTHERS = {"A": (50, 450), "B": (50, 270)}


class Told:
    """tools.calibrate.progress.Progress, in memory."""

    def __init__(self, done: Row) -> None:
        self.done = done

    def get(self, step: str) -> Any:
        return self.done.get(step)

    def forget(self, *_steps: str) -> None:
        """Nothing is asked again."""


def walked(done: Row, ohm: float) -> Any:
    """A wizard that has come so far."""
    return wizard.Wizard(None, None, Told(done), lambda: None, ohm=ohm)  # type: ignore[arg-type]


def made(call: Callable[[], Any]) -> Any:
    """What it gives, or the line that says why not."""
    try:
        return call()
    except (entry.Implausible, Failed) as error:
        return str(error)


def reading(set_ua: int, na: int, **more: Any) -> Reading:
    given: Row = {"code": 300, "n": 32, "counts": (9000, 90_000, 100_000), "left_ms": 5000} | more
    return Reading(set_ua, na=na, **given)


def volts() -> Iterator[Row]:
    for text in TYPED:
        yield {"text": text, "due": made(lambda text=text: entry.volts(text))}  # type: ignore[misc]


def fitting() -> Iterator[Row]:
    currents = (0, 50, 270, 450, 100, -100, 300, -300)
    slacks = ((False, entry.UNCALIBRATED), (True, entry.CALIBRATED))
    for text, set_ua, (exact, slack), off, ohm in itertools.product(
        TYPED, currents, slacks, (0.97, 1.0, 1.04), (10_000, 9870.5)
    ):
        for others in OTHERS.values():
            told = reading(set_ua, round(abs(set_ua) * 1000 * off))
            due = made(lambda: entry.fitting(text, set_ua, told.na, ohm, slack, others))  # noqa: B023
            row = {"text": text, "reading": asdict(told), "ohm": ohm, "exact": exact}
            yield row | {"others": others, "due": due}


def joined() -> Iterator[Row]:
    for na in (0, 449_871, -3, 50_001):
        a, b = reading(50, na), reading(50, na + 1, n=20, counts=(1, 2, 3), left_ms=4000)
        yield {"a": asdict(a), "b": asdict(b), "due": asdict(a.with_next(b))}


def point(told: Reading, meter_v: float) -> Row:
    row = asdict(told) | {"meter_v": meter_v}
    del row["left_ms"]
    return row


def zero() -> Iterator[Row]:
    for counts in ((0, 0, 0), (59 * 32, 0, 131 * 32), (60 * 32, 0, 0), (0, 4200, 0), (0, 0, 4193)):
        told = point(reading(0, 0, counts=counts), 0)
        due = made(lambda: walked({"zero": told}, 10_000)._check_zero()) or ""  # noqa: B023
        yield {"point": told, "due": due}


def agrees() -> Iterator[Row]:
    for (name, ua, minus), off, ohm in itertools.product(
        wizard.VERIFY, (0.98, 0.9951, 1.0, 1.0149, 1.0151, 1.03), (10_000, 10_333)
    ):
        told = point(reading(-ua if minus else ua, ua * 1000), round(ua * off * ohm / 1e6, 4))
        due = made(lambda: walked({name: told}, ohm)._agree(name)) or ""  # noqa: B023
        # the one word that differs: the page has a button for it
        due = due.replace("then galva calibrate --restart", "then begin again")
        yield {"name": name, "point": told, "ohm": ohm, "due": due}


def steps() -> Iterator[Row]:
    for afe in (afe_a, afe_b):
        ends = (("zero", 0), ("low", wizard.LOW_UA), ("high", afe.PEAK_UA * 9 // 10))
        due = [[name, ua, False] for name, ua in (*ends, ("record", 0), ("used", 0))]
        due += [list(row) for row in wizard.VERIFY] + [["reference", 0, False]]
        yield {"peak_ua": afe.PEAK_UA, "due": due}


def boards() -> Iterator[tuple[Any, float, list[Row]]]:
    """Front end, ohm and both points of boards that are good, odd, or none."""
    chance = random.Random(7)
    for at in range(120):
        afe: Any = (afe_a, afe_b)[at % 2]
        nominal = [sum(row[2:]) / 2 for row in afe.FIELDS]
        spread = 0.05 if at % 5 else 0.4
        ohm = chance.uniform(9500, 10_500)
        points = []
        for ua in (50, 150 if at % 12 == 5 else afe.PEAK_UA * 9 // 10):
            dac, i = (value * chance.uniform(1 - spread, 1 + spread) for value in nominal[::2])
            n = 64
            code = round((ua * 1000 - nominal[1]) * 1000 / dac)
            counts = (round(ua * 1e6 / i * n), chance.randrange(2000, 3700) * n, 3700 * n)
            told = reading(ua, ua * 1000, code=code, n=n, counts=counts)
            points.append(point(told, round(ua * ohm / 1e6, 3)))
        if at % 11 == 0:
            points[1] = points[0]
        yield afe, ohm, points


def fitted() -> Iterator[Row]:
    for afe, ohm, points in boards():
        given = [
            (p["code"], round(p["meter_v"] / ohm * 1e9), p["counts"][0], p["counts"][1], p["n"])
            for p in points
        ]
        due: Any
        try:
            record = fit(given, afe)
            due = {name: record[name] for name, *_ in afe.FIELDS}
        except ConfigError as error:
            due = next(why for why in WHYS if why in str(error))
        front_end = "A" if afe is afe_a else "B"
        fields = tables.front_ends()[front_end]["fields"]
        yield {"points": points, "ohm": ohm, "fields": fields, "due": due}


def errors() -> Iterator[Row]:
    record = {"dac_pa": 182_164, "zero_na": 1627}
    low, high = reading(50, 50_000, code=265), reading(450, 450_000, code=2461)
    for ohm, off in itertools.product((10_000, 9901.5), (0.99, 1.0, 1.006)):
        done: Row = {"record": record, "low": point(low, 0.499), "high": point(high, 4.472)}
        for name, ua, minus in wizard.VERIFY:
            told = replace(low, set_ua=-ua if minus else ua)
            done[name] = point(told, round(ua * off * ohm / 1e6, 3))
        due = [list(row) for row in walked(done, ohm)._errors()]
        yield {"done": done, "ohm": ohm, "due": due}


def test_the_page_reckons_as_the_command_does(tmp_path: Path) -> None:
    facts.write()
    figures = {each.__name__: list(each()) for each in (volts, fitting, joined, zero, agrees)}
    figures |= {each.__name__: list(each()) for each in (steps, errors)} | {"fit": list(fitted())}
    assert len(figures["fitting"]) > 1000
    file = tmp_path / "figures.json"
    file.write_text(json.dumps(figures))
    done = subprocess.run(
        [NODE, "--test", SCRIPT],
        env=os.environ | {"GALVA_FIGURES": str(file)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert f"# pass {len(figures)}" in done.stdout
