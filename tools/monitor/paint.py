"""The parts of the view as text, from the model alone."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from tools.monitor.changes import KINDS, fault, running
from tools.monitor.chart import DELIVERED, SET, SOFT, spark
from tools.monitor.model import Model

# Impedance -> length of the contact bar, as on the device's own screen (app/layout)
BARS_OHM = (2000, 4000, 7000, 11_000, 15_000, 20_000, 40_000, 100_000)
_CONTACT = {"GOOD": "green", "POOR": "yellow", "OPEN": "red", "SHORT": "red"}
_STATE = {"RUN": "green", "HOLD": "yellow", "FAULT": "red", "IDLE": "bright_black"}
_SPARK = 24
NOTHING = "-"
Rows = Iterable[tuple[str, str | Text]]


def head(model: Model) -> Text:
    """State, current, time left; or how long nothing came."""
    status = model.status
    if status is None:
        return Text(model.why_lost or "waiting for the device", "bold")
    if not model.live:
        why = f"  {model.why_lost}" if model.why_lost else ""
        text = Text().append(f" NO DATA for {model.age_s:.0f} s ", "bold white on red")
        return text.append(f"  current not known; before: {status.state}{why}", "bold red")
    text = Text().append(f" {status.state} ", f"bold black on {_STATE.get(status.state, 'cyan')}")
    if not running(status):
        return text.append(f"  {status.signal}, {status.ua} µA")
    delivered_ua, set_ua = model.peak_ua
    text.append(f"  {delivered_ua} µA delivered", f"bold {DELIVERED}")
    text.append(f"   {set_ua} µA set", f"bold {SET}")
    return text.append(f"   of {status.target_ua} µA   {minutes(status.left_s)} left", "bold")


def minutes(seconds: int) -> str:
    """4:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def bar(ohm: int, contact: str) -> str:
    """Eight blocks for the best contact."""
    blocks = sum(ohm < each for each in BARS_OHM) if contact in ("GOOD", "POOR") else 0
    return "█" * blocks + "░" * (len(BARS_OHM) - blocks)


def fields(rows: Rows, old: bool) -> Table:
    """Name and value of each; dim when it is old."""
    table = Table.grid(padding=(0, 1))
    table.style = "dim" if old else ""
    for name, value in rows:
        table.add_row(Text(name, SOFT), value)
    return table


def skin(model: Model) -> Rows:
    """Contact, impedance, gel."""
    status = model.status
    if status is None:
        return
    contact = Text(f"{status.contact:5} ", _CONTACT.get(status.contact, ""))
    yield "contact", contact.append(bar(status.ohm, status.contact))
    touches = status.contact in ("GOOD", "POOR")
    yield "impedance", f"{status.ohm / 1000:.1f} kΩ" if touches else NOTHING
    yield "last minute", spark([sample.ohm for sample in model.samples], _SPARK)
    yield "gel", gel(model)


def gel(model: Model) -> str:
    """Its state, and how far the impedance has crept up."""
    status = model.status
    if status is None:
        return NOTHING
    named = str(status.more.get("gel") or "")
    if status.state != "RUN" or not model.least_ohm:
        return named or NOTHING
    crept = 100 * (status.ohm - model.least_ohm) // model.least_ohm
    return f"{named or 'well'}, {crept:+d} % over its least"


def session(model: Model) -> Rows:
    """Mode, level, zone, dose, charge."""
    status = model.status
    if status is None:
        return
    yield "mode", f"{status.mode} {status.level}, {status.target_ua} µA peak"
    if status.more.get("zone"):
        yield "zone", str(status.more["zone"])
    yield "time left", minutes(status.left_s)
    absolute_uc = int(status.more.get("abs_uc", 0))
    dose = absolute_uc * 100 / (60 * model.area_mm2) / 1000
    yield "dose", f"{dose:.3f} mA·min/cm²"
    yield "charge", f"{absolute_uc / 1000:.2f} mC, net {status.more.get('net_uc', 0)} µC"
    if status.ended:
        yield "ended", status.ended


def device(model: Model) -> Rows:
    """Link, battery, what is refused and why."""
    status, hello = model.status, model.hello
    if hello:
        calibrated = "calibrated" if hello.calibrated else "NOT calibrated: 100 µA at most"
        yield "device", f"{hello.board} {hello.version}, {calibrated}"
    if status is None:
        return
    link = str(status.more.get("link", NOTHING))
    yield "power", f"{link}, over {hello.link}" if hello else link
    yield "battery", f"{status.battery_mv / 1000:.2f} V"
    if status.fault:
        yield "fault", Text(fault(status), "red")
    elif hello and hello.refused_output:
        yield "skin gets", Text(f"nothing: {hello.refused_output}", "yellow")


def events(model: Model, high: int) -> Text:
    """The last ones, newest last."""
    text = Text()
    for event in list(model.events)[-high:] if high > 0 else []:
        text.append(f"{event.at} ", SOFT).append(f"{event.words}\n", KINDS.get(event.kind, ""))
    return text
