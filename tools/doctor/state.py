"""What the running device says of itself: self-test, latched faults, battery, clock, buttons."""

import re
from collections.abc import Iterator
from typing import Any

from tools import boards
from tools.doctor.findings import Finding, found
from tools.doctor.talk import Boot, Talk

_LOW_MV = 3300
_STUCK, _READ_FIRST = "stuck button", "read first"
# words of a part or a net -> roles of the pins that lead there
_NETS = (
    (r"\bDAC\b", ("cs", "sck", "mosi")),
    (r"\bPA\b", ("pa",)),
    (r"\bPB\b", ("pb",)),
    (r"crowbar|\bU2\b", ("run",)),
    (r"\bHV\b|rail|U5", ("hv_en",)),
    (r"ALIVE|K1|pump|relay", ("alive",)),
    (r"\bVB\b", ("adc_vb",)),
    (r"\bVT\b|compliance", ("adc_vt",)),
    (r"U1A|U1C|RS1|RS2", ("adc_i",)),
)


def nets(board: str, words: str) -> str:
    """The pins of this board that lead to what words name: "RUN at GP4, ...", "" = none."""
    roles = [role for pattern, roles in _NETS if re.search(pattern, words) for role in roles]
    return _at(board, roles)


def _at(board: str, roles: list[str]) -> str:
    if board not in boards.names():
        return ""
    pins = boards.data(board).pins.gpio
    there = dict.fromkeys(role for role in roles if role in pins)
    return ", ".join(f"{role.removeprefix('adc_').upper()} at GP{pins[role]}" for role in there)


def of_start(talk: Talk, boot: Boot | None) -> Iterator[Finding]:
    """The self-test at power-on. boot: after the doctor's own reset, None: there was none."""
    if boot is not None and not boot.status:
        yield found("does not start", last=boot.last)
        return
    board = str(talk.hello.get("board", ""))
    test = _failed(talk.status, board) or (_failed(boot.status, board) if boot else None)
    if test:
        yield test
    if test or boot is None:
        return
    if not boot.tested:
        fault = boot.status.get("fault")
        yield found("not tested", why=f"{fault} is latched" if fault else "it did not begin")
    elif _usb_power(boot.status):
        yield found("relay not tried")


def _failed(status: dict[str, Any], board: str) -> Finding | None:
    """The step that failed at this power-on, with its part and the pins that lead there."""
    if status.get("fault") != "SELF_TEST" or not status.get("step"):
        return None
    part = str(status["part"])
    pins = nets(board, part)
    where = f"these parts, and {pins}" if pins else "these parts"
    return found("self-test", step=status["step"], part=part, nets=where)


def _usb_power(status: dict[str, Any]) -> bool:
    return str(status.get("link", "")).startswith("usb")


def of_state(talk: Talk, boot: Boot | None) -> Iterator[Finding]:
    """Everything else that a status line and the answers have."""
    status = boot.status if boot and boot.status else talk.status
    if not status:
        return
    board = str(talk.hello.get("board", ""))
    fault = status.get("fault") or talk.status.get("fault")
    if fault:
        yield found("fault", fault=fault, meaning=status.get("cure", talk.status.get("cure", "")))
    told = [*talk.troubles, *([status["trouble"]] if status.get("trouble") else [])]
    yield from (found("trouble", text=text) for text in dict.fromkeys(told))
    if 0 < status.get("battery_mv", 0) < _LOW_MV:  # 0: not yet measured
        yield found("battery low", mv=status["battery_mv"])
    if _STUCK in (status.get("signal"), talk.status.get("signal")):
        buttons = _at(board, ["start", "mode", "plus", "minus"])
        yield found("stuck button", nets=buttons)
    yield from _of_hello(talk, status, board)
    if boot is None and talk.usage.get("refusal") == _READ_FIRST:  # else the files have told it
        yield found("not acknowledged")


def _of_hello(talk: Talk, status: dict[str, Any], board: str) -> Iterator[Finding]:
    if not talk.hello:
        return
    if talk.hello.get("seconds", 0) is None:
        yield found("clock not set")
    if talk.hello.get("link") == "usb" and not _usb_power(status):
        yield found("usb not seen", nets=_at(board, ["vbus"]))
