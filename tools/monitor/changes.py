"""What changed from one status line to the next, in words."""

from collections.abc import Iterator

from tools.link import Status
from tools.signals import TABLE

SESSION = ("SELF_TEST", "CHECK", "RAMP_UP", "RUN", "HOLD", "RAMP_DOWN")
_SPANS_MS = 1 << 30  # the device's milliseconds begin anew

# kind -> colour of its line
KINDS = {
    "fault": "red",
    "lost": "yellow",
    "state": "",
    "plan": "",
    "link": "cyan",
    "asked": "bold",
}


def running(status: Status | None) -> bool:
    """Its output may be on."""
    return status is not None and status.state in SESSION


def restarted(before: Status, now: Status) -> bool:
    """Its time went back: reset, or off and on. Not: it has counted to its end."""
    return now.ms < before.ms and before.ms - now.ms < _SPANS_MS - 60_000


def changes(before: Status | None, now: Status) -> Iterator[tuple[str, str]]:
    """(kind, words), gravest first."""
    if before and restarted(before, now):
        yield "fault", "the device started anew"
    if now.fault and (before is None or before.fault != now.fault):
        yield "fault", fault(now)
    elif before and before.fault and not now.fault:
        yield "state", f"{before.fault} is cleared"
    for field in ("trouble", "error"):
        if now.more.get(field) and (before is None or before.more.get(field) != now.more[field]):
            yield "fault", f"{field}: {now.more[field]}"
    if before is None or before.state != now.state:
        yield from _state(before, now)
    elif before.signal != now.signal and TABLE.get(now.signal):
        yield "state", _signal(now)
    yield from _rest(before, now)


def _state(before: Status | None, now: Status) -> Iterator[tuple[str, str]]:
    over = before is not None and running(before) and not running(now)
    ended = f", ended: {now.ended}" if over and now.ended else ""
    from_ = f"{before.state} to " if before else ""
    if now.state == "HOLD":
        yield "lost", f"{from_}HOLD: contact is lost, {_signal(now)}"
    else:
        yield "state", f"{from_}{now.state}: {_signal(now)}{ended}"


def _signal(now: Status) -> str:
    """As the device's screen has it."""
    return TABLE[now.signal][2] or now.signal if now.signal in TABLE else now.signal


def _rest(before: Status | None, now: Status) -> Iterator[tuple[str, str]]:
    if before is None:
        return
    if (before.mode, before.level) != (now.mode, now.level):
        yield "plan", f"{now.mode} level {now.level}, {now.target_ua} µA"
    for field, words in (("link", ""), ("gel", "gel is "), ("zone", "zone: ")):
        value = now.more.get(field)
        if value and before.more.get(field) != value:
            yield ("link" if field == "link" else "state"), f"{words}{value}"


def fault(status: Status) -> str:
    """A fault with its part and its cure."""
    more = status.more
    where = f" ({more['step']}: {more['part']})" if more.get("part") else ""
    return f"{status.fault}{where}: {more.get('cure', 'see README, Rules')}"
