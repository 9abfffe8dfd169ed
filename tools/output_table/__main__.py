"""python -m tools.output_table: run each mode into each load, write docs/output-table.md."""

import sys
from collections.abc import Mapping, Sequence

from galva.core.modes import MODES, Mode
from tools import DOCS, boards, command, files
from tools.output_table import circuit, report
from tools.output_table.figures import figures
from tools.output_table.report import OHMS, Column
from tools.output_table.session import Job, Ran, do, mode_named, session_ms
from tools.problems import Failed
from tools.progress import console
from tools.sim.skin import Skin
from tools.sim.trace import Row, Trace
from tools.workers import run_all

FILE = DOCS / "output-table.md"
REFERENCE = 2000  # the load that every mode must run into


def main() -> None:
    """Run each mode into each load, write docs/output-table.md; two minutes. Failed: one stops."""
    area_mm2 = boards.data("pico").area_mm2
    ran = _ran([(mode.name, ohm) for mode in MODES for ohm in OHMS])
    parts = [report.head(area_mm2)]
    for mode in MODES:
        reference = ran[mode.name, REFERENCE]
        if reference.refused:
            what = f"{mode.name} does not run into {REFERENCE} ohm: {reference.refused}"
            raise Failed(f"{what}: make demo shows what it does")
        columns = _columns(ran, mode, reference.rows)
        compliance_ohm = circuit.compliance_ohm(max(row.code for row in reference.rows))
        parts.append(report.of_mode(mode, columns, compliance_ohm, area_mm2))
    text = "\n".join(parts)
    files.write(FILE, text)
    print(text, FILE, sep="\n")


def _ran(jobs: list[Job]) -> dict[Job, Ran]:
    """What each job's load got; raises what the first job raised that did not end well."""
    ran = {}
    for job, ended in zip(jobs, run_all(jobs, do, _whole_ms, _name, console()), strict=True):
        if isinstance(ended, Exception):
            raise ended
        ran[job] = ended
    return ran


def _whole_ms(job: Job) -> float:
    return session_ms(mode_named(job[0]))


def _name(job: Job) -> str:
    return f"{job[0]} into {job[1]} ohm"


def _columns(ran: Mapping[Job, Ran], mode: Mode, rows: Sequence[Row]) -> list[Column]:
    """The loads in their order; rows: what to play into a load that the device refuses."""
    columns = []
    for ohm in OHMS:
        seen = ran[mode.name, ohm]
        trace = circuit.replayed(rows, Skin(ohm)) if seen.refused else _trace(seen.rows)
        found = figures(trace, trace[0].t_us, trace[-1].t_us)
        columns.append(Column(ohm, found, seen.refused))
    return columns


def _trace(rows: Sequence[Row]) -> Trace:
    trace = Trace()
    for row in rows:
        trace.append(row)
    return trace


if __name__ == "__main__":
    sys.exit(command.run("output-table", main))
