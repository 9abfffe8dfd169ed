"""galva selftest: the whole self-test, each step beside its window."""

from dataclasses import asdict

from rich.table import Table

from tools.calibrate.bench import PATIENCE_S, Bench
from tools.calibrate.readings import Step, Test
from tools.cli import ports
from tools.cli.out import Json, PortName, columns, errors, show
from tools.link import Client, SerialPort
from tools.problems import Failed


def selftest(port: PortName = "", as_json: Json = False) -> None:
    """Test the whole device, electrodes in the air; it clears a fault whose cause is gone."""
    path = ports.find(port)
    patient = Client(lambda: SerialPort(path), PATIENCE_S)
    with patient as client, errors.status("the device tests itself"):
        test = Bench(client).tested()
    told = [row(step, test) for step in test.steps]
    show({"steps": told, "gate": test.gate, "part": test.part}, as_json, lambda: _table(told))
    if test.failed:
        raise Failed(f"self-test: {test.steps[-1].name} is outside its window: {test.part}")
    if not test.gate and not as_json:
        errors.print("relay not tried (G1-G3): USB power is present")


def row(step: Step, test: Test) -> dict[str, object]:
    """A step with its window; well: inside it."""
    low_ua, high_ua, low_drop, high_drop, low_vt, high_vt = step.row[4:10]
    last = test.failed and step is test.steps[-1]
    told = asdict(step)
    del told["row"]
    return told | {
        "ua_window": (low_ua, high_ua),
        "drop_window_mv": (low_drop, high_drop),
        "vt_window_mv": (low_vt, high_vt),
        "well": not last,
        "part": step.row[12],
    }


def _table(told: list[dict[str, object]]) -> Table:
    table = columns("step", "I µA", "window", "VT-VB mV", "window", "VT mV", "window", "")
    for each in told:
        windows = (each["ua_window"], each["drop_window_mv"], each["vt_window_mv"])
        spans = [f"{window[0]}..{window[1]}" for window in windows]  # type: ignore[index]
        table.add_row(
            str(each["name"]),
            str(each["ua"]),
            spans[0],
            str(each["drop_mv"]),
            spans[1],
            str(each["vt_mv"]),
            spans[2],
            "well" if each["well"] else f"WRONG: {each['part']}",
        )
    return table
