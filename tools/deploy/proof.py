"""What a board says of itself after a reset: that is the proof, not what was sent."""

import time
from dataclasses import dataclass

from tools.link import Client, SerialPort
from tools.problems import Failed, Mismatch, NoDevice

_ANSWER_S = 90.0  # a reset, USB anew, 2 s of imports; an emulated chip takes far longer
_TEST_S = 120.0
_PAUSE_S = 0.3
_AT_WORK = "SELF_TEST"


@dataclass(frozen=True)
class Proof:
    """version, board and state after the self-test; fault, with its cure, "" = none."""

    version: str
    board: str
    state: str
    fault: str


def prove(port: str, version: str, board: str) -> Proof:
    """Wait for the app and its self-test. Failed: it does not answer, or shows a fault.

    Mismatch: another version or board than these answers.
    """
    with Client(lambda: SerialPort(port), 2.0) as client:
        hello = _hello(client)
        if (hello[0], hello[1]) != (version, board):
            told = f"{hello[0]} for {hello[1]} answers, not {version} for {board}"
            raise Mismatch(f"{port}: {told}: deploy again")
        state, fault = _tested(client)
    if fault:
        raise Failed(f"the new app runs, and its self-test found {fault}")
    return Proof(hello[0], hello[1], state, fault)


def _hello(client: Client) -> tuple[str, str]:
    end_s = time.monotonic() + _ANSWER_S
    while True:
        try:
            told = client.hello()
            return told.version, told.board
        except (Failed, NoDevice):
            if time.monotonic() > end_s:
                what = "the new app does not answer after a reset"
                raise Failed(f"{what}: galva doctor, or MINUS at power-on and again") from None
            time.sleep(_PAUSE_S)


def _tested(client: Client) -> tuple[str, str]:
    """(state, fault) once it has tested itself."""
    end_s = time.monotonic() + _TEST_S
    while True:
        status = client.status()
        if status.state != _AT_WORK or time.monotonic() > end_s:
            cure = str(status.more.get("cure", ""))
            part = str(status.more.get("part", ""))
            fault = ": ".join(each for each in (status.fault, part, cure) if each)
            return status.state, fault if status.fault else ""
        time.sleep(_PAUSE_S)
