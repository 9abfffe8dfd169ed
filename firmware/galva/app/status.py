"""The status line: one JSON object a line, for a person's terminal and for the tools."""

import json

from crcline import seal
from galva.core import contact, faults, gel, selftest, session


def status_line(engine: "Engine", ms: int, signal: str, trouble: str) -> str:
    """All that a watcher needs; signal: of now; trouble: with the record of faults, or "".

    Currents in uA, impedance in ohm, charge in uC.
    """
    course = engine.course
    status = {
        "ms": ms,
        "state": session.STATES[course.state],
        "mode": course.plan.mode.name,
        "level": course.plan.level,
        "calibrated": engine.calibrated,
        "target_ua": course.plan.target_ua(),
        "set_ua": engine.setpoint_ua,
        "ua": course.flow.measured_na // 1000 if engine.setpoint_ua else 0,
        "contact": contact.STATES[course.contact.state],
        "ohm": course.contact.ohm,
        "gel": gel.STATES[course.gel.state],
        "battery_mv": engine.battery_mv,
        "left_s": max(0, course.plan.session_ms - course.plan.treated_ms) // 1000,
        "net_uc": course.dose.net_uc,
        "abs_uc": course.dose.absolute_uc,
        "link": "usb: bench only" if engine.usb else "battery",
        "signal": signal,
        "ended": session.ENDS[course.ended],
        "fault": faults.name(engine.faults),
        "late_us": engine.late_us,
    }
    if engine.faults:
        status["cure"] = faults.cure(engine.faults)
    if engine.faults & faults.SELF_TEST and course.test.verdict == selftest.FAILED:
        status["step"] = course.test.step
        status["part"] = course.test.part
    if trouble:
        status["trouble"] = trouble
    if engine.error:
        status["error"] = repr(engine.error)
    return seal(json.dumps(status))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from galva.core.engine import Engine
