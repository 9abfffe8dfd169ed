"""What is done with any rig, on fakes (host_tests/fake_rig.py) or on the emulated chip."""

import json
from typing import Any, Protocol

from tools.problems import Failed

STATE_MOST_MS = 12_000.0  # the whole self-test and the start before it take a third of that


class Stuck(Failed):
    """The device did not come to a state that is waited for: which, and what it said last."""


class Rig(Protocol):
    """What tells its state, and lets time pass."""

    @property
    def now_ms(self) -> float: ...
    @property
    def status(self) -> dict[str, Any]: ...
    def run(self, ms: float) -> None: ...


class Heard:
    """What a device has said: status lines of USB as (ms, record), answers by their link."""

    def __init__(self) -> None:
        self.statuses: list[tuple[float, dict[str, Any]]] = []
        self.answers: dict[str, list[dict[str, Any]]] = {"usb": [], "uart": []}

    def line(self, now_ms: float, link: str, line: str) -> None:
        """One line; what is no JSON is for a person."""
        if not line.startswith("{"):
            return
        record = json.loads(line)
        if "state" not in record:
            self.answers[link].append(record)
        elif link == "usb":
            self.statuses.append((now_ms, record))


def until(rig: Rig, *states: str, most_ms: float = STATE_MOST_MS, slice_ms: float = 20.0) -> None:
    """Run until the status line names one of these states, looked at each slice_ms. Stuck."""
    end_ms = rig.now_ms + most_ms
    while rig.status.get("state") not in states:
        if rig.now_ms > end_ms:
            raise Stuck(f"{' or '.join(states)} was not reached in {most_ms:.0f} ms: {said(rig)}")
        rig.run(slice_ms)


def said(rig: Rig) -> str:
    """The device's state, and its fault with the cure."""
    status = rig.status
    if not status:
        return "the device has said nothing yet"
    words = f"the device is in {status['state']}"
    return words + (f", {status['fault']}: {status.get('cure', '')}" if status["fault"] else "")
