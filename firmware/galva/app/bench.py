"""What a maker's bench asks for: the self-test, a held current, the calibration record.

Loaded by the first such command. Nothing here drives the output: a request does, in the tick.
"""

from galva.core import calib, course, faults, selftest
from galva.core.calib import Calibration
from galva.core.engine import TICK_MS
from galva.core.hold import HELD, JACKS_UA, READINGS, Hold
from galva.core.limits import ConfigError
from galva.core.session import FAULT, IDLE, SELF_TEST

from .keep import keep, settled

_RESTART = "switch it off and on: the record counts from then on"


def test(own: "Dispatch", _host: "Host") -> "Record | str":
    """Ask for the whole self-test, in a fault too."""
    now = own.engine.course
    if own.panel.off or now.state not in (IDLE, FAULT):
        return "not now: press START of a device that sleeps, stop one that works"
    own.engine.ask(course.ACKNOWLEDGE if now.state == FAULT else course.TEST)
    return {"steps": len(own.device.cal.afe.TABLE)}


def tested(own: "Dispatch", _host: "Host", at: int) -> "Record | str":
    """One step in counts and units; `reached`: the last step so far."""
    now = own.engine.course
    table = own.device.cal.afe.TABLE
    if at >= len(table):
        return "at is " + str(at) + ": the last step is " + str(len(table) - 1)
    test = now.self_test
    verdict, reached = ("stopped", "passed", "failed")[test.verdict], test.at
    if own.engine.request != course.NOTHING:
        verdict, reached = "running", 0
    elif now.state == SELF_TEST and now.test is test:
        verdict = "running"
    i, vb, vt = test.readings[3 * at : 3 * at + 3]
    cal = own.device.cal
    zero = test.zero_counts if at else 0
    return {
        "at": at,
        "name": table[at][0],
        "counts": [i, vb, vt],
        "ua": cal.na(i, vb) // 1000,
        "drop_mv": cal.mv(vt - vb - zero),
        "vt_mv": cal.mv(vt),
        "reached": reached,
        "verdict": verdict,
        "gate": test.gate,
    }


def hold(own: "Dispatch", _host: "Host", ua: int, minus: int, jacks: int) -> "Record | str":
    """Into the dummy at once; at the jacks only once START is held, and never with USB power."""
    engine, panel = own.engine, own.panel
    now = engine.course
    if now.state != IDLE or panel.off:
        return _not_idle(engine, panel)
    if ua > own.device.board.peak_ua or (jacks and ua > JACKS_UA):
        return "ua is " + str(ua) + ": more than this may hold"
    if jacks and engine.usb:
        return "USB power: the relay cannot close; unplug USB, use the isolated link"
    now.hold = own.held = None  # of an earlier one, whatever comes
    why = panel.ask_hold() if jacks else ""
    if why:
        return why
    now.hold = own.held = Hold(own.device.cal, TICK_MS, ua, minus == 1, jacks == 1)
    if jacks:
        return {"now": "hold START on the device within 10 s"}
    engine.ask(course.HELD)
    return {}


def _not_idle(engine: "Engine", panel: "Panel") -> str:
    if panel.off:
        return "asleep: press START"
    if engine.faults:
        return faults.name(engine.faults) + ": " + faults.cure(engine.faults)
    return "not while it works: stop it first"


def reading(own: "Dispatch", _host: "Host") -> "Record | str":
    """Sums of READINGS samples; `held` while the asked current flows, why: how it ended."""
    hold = own.held
    if not hold:
        return "nothing is held: ask for hold first"
    seq = i = vb = vt = -1
    while seq != hold.seq:  # a tick came in between: look again
        seq, i, vb, vt = hold.seq, hold.i, hold.vb, hold.vt
    now = own.engine.course
    runs = now.state == SELF_TEST and now.test is hold
    na = own.device.cal.na(i, vb, READINGS) // READINGS
    code = own.device.cal.code(hold.ua)
    return {
        "step": hold.step if runs else "",
        "held": runs and hold.step == HELD,
        "waits": course.HELD in (own.panel.confirm, own.engine.request),
        "why": hold.why,
        "code": code,
        "n": READINGS,
        "seq": seq,
        "counts": [i, vb, vt],
        "na": na,
        "left_ms": hold.left_ms if runs else 0,
    }


def calibrate(own: "Dispatch", _host: "Host", *values: int) -> "Record | str":
    """Store a record without a reference; a bad one leaves the old one where it is."""
    done = _store(own, calib.as_record(own.device.cal.afe, list(values)))
    own.stored = own.stored or isinstance(done, dict)
    return done


def reference(own: "Dispatch", _host: "Host") -> "Record | str":
    """The readings of the last whole self-test, if it passed with the record that is stored."""
    test = own.engine.course.self_test
    store = own.device.store
    record = store.load(calib.RECORD, calib.VERSION, calib.UNIT)
    if own.stored or not record or not own.engine.calibrated:
        return "no calibration is in use: calibrate, then " + _RESTART
    if not test.whole or test.verdict != selftest.PASSED:
        return "no whole self-test has passed: ask for test, wait for its end"
    record[calib.REFERENCE] = list(test.readings)
    return _store(own, record)


def _store(own: "Dispatch", record: "Record") -> "Record | str":
    if not settled(own.engine):
        return "not now: stop it first, then wait for a second"
    try:
        Calibration(record, own.device.cal.afe)
    except ConfigError as error:
        return str(error)
    store = own.device.store
    why = keep(store, calib.RECORD, record)
    if why:
        return why
    return {"record": store.load(calib.RECORD, calib.VERSION, calib.UNIT), "now": _RESTART}


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from galva.core.engine import Engine

    from .dispatch import Dispatch
    from .link import Host
    from .panel import Panel

    Record = dict[str, Any]
