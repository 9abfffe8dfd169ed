"""Hand-made samples and results, so that the judging part is tested without ngspice."""

from collections.abc import Iterable

from galva.core.bridge import MINUS, PLUS
from tools.fmea.campaign import Job, Ran
from tools.fmea.circuits import Counts, calibration
from tools.fmea.faults import NONE, Fault
from tools.fmea.model import Apart, Case
from tools.fmea.outcome import Results
from tools.fmea.rules import Sample
from tools.fmea.session import Seen

RAIL_MV = 17_485.0
AT_REST: Counts = (0, 3806, 3806)
FAULT = Fault("RS1", "short", ())


def counts(
    ua: float, ohm: float, *, vb_mv: float | None = None, vt_mv: float | None = None
) -> Counts:
    """What circuit A reads with ua through ohm; vb_mv, vt_mv: something else is measured."""
    vt = RAIL_MV - 0.866 * ua if vt_mv is None else vt_mv
    vb = vt - ua * (9.65 + ohm / 1e3) if vb_mv is None else vb_mv
    i = round((ua - vb / 11_400) / 0.1815)
    return max(i, 0), round(vb / 4.594), round(vt / 4.594)


def biphasic(plus: Counts, minus: Counts, phases: int = 6, ms: int = 5) -> list[Sample]:
    """A session of 300 uA."""
    span = calibration().span(300)
    out = []
    for k in range(phases * ms):
        bridge, of = (MINUS, minus) if k // ms % 2 else (PLUS, plus)
        out.append(Sample(k + 1.8, bridge, span, True, of))
    return out


def still(bridge: int, span: int, of: Counts, ms: int = 20) -> list[Sample]:
    """One state, outside the session."""
    return [Sample(k + 0.8, bridge, span, False, of) for k in range(ms)]


def seen(**fields: object) -> Seen:
    """A healthy session but for these fields."""
    healthy = {
        "steady_ua": 299.0,
        "peak_ua": 299.0,
        "high_us": 0.0,
        "dc_ua": 0.0,
        "probe_ua": 10.0,
        "armed_ua": 1.5,
        "shunt_ua": 0.0,
        "open_ua": 0.0,
        "rules": {},
    }
    return Seen(**{**healthy, **fields})  # type: ignore[arg-type]


def ran(circuit: str, fault: Fault, load: str = "500", **fields: object) -> Ran:
    """A run into a load."""
    return Ran(Job(circuit, fault, load), seen=seen(**fields))


def results(
    a: Iterable[Ran] = (),
    *,
    b: Iterable[Ran] = (),
    quiet: Iterable[Ran] = (),
    corner: Iterable[Ran] = (),
    apart: Iterable[Apart] = (),
) -> Results:
    """All goals met, but for what is given."""
    return Results(
        quiet={"A": [ran("A", NONE), *quiet], "B": []},
        runs={"A": [ran("A", FAULT), *a], "B": [ran("B", FAULT), *b]},
        corner=list(corner),
        apart=[Apart(Case("100 Hz", "gel", 100), 0.1, 0.2, 0.3, 0.01), *apart],
        wall_s=1.0,
        cpu_s=2.0,
    )
