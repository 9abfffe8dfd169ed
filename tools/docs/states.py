"""The states: a diagram, and rows of what each gesture does in each of them.

All of it is made of core.session.TABLE and core.controls.TABLE.
"""

from collections.abc import Iterator

from galva.core import controls, limits, session

_EVENT_OF = {"start": "START", "stop": "STOP", "clear": "ACK"}  # action: event of the session
_TREATING = {"RAMP_UP", "RUN", "HOLD"}
_SESSION = _TREATING | {"SELF_TEST", "CHECK", "RAMP_DOWN"}
_WORDS = {"IDLE": "ready", "FAULT": "in a fault", "READ_FIRST": "to be read", "OFF": "asleep"}


def diagram() -> str:
    """A Mermaid state diagram; what leads from every state to one stands in a note."""
    lines = ["stateDiagram-v2", "    [*] --> SELF_TEST: power on"]
    lines += [f"    {a} --> {b}: {label}" for a, b, label in _edges()]
    lines += [
        "    note right of FAULT: from every state when a rule trips",
        f"    note right of OFF: from every state by {_off()}",
    ]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


def _off() -> str:
    """The gesture that switches off."""
    return ", ".join(gestures("RUN", "off"))


def _edges() -> Iterator[tuple[str, str, str]]:
    """(from, to, label), one for each two states that events or gestures join."""
    labels: dict[tuple[str, str], list[str]] = {}
    for state, event, following in session.TABLE:
        if event != session.TRIP:
            names = session.STATES[state], session.STATES[following]
            labels.setdefault(names, []).append(_event(names[0], session.EVENTS[event]))
    for action, source, target in (("acknowledge", "READ_FIRST", "IDLE"), ("wake", "OFF", "IDLE")):
        labels[source, target] = gestures(source, action)
    for (source, target), told in labels.items():
        yield source, target, " / ".join(told)


def _event(state: str, event: str) -> str:
    """The event, and the gestures that make it in this state."""
    by = [g for action, e in _EVENT_OF.items() if e == event for g in gestures(state, action)]
    return f"{event} ({', '.join(by)})" if by else event


def gestures(state: str, action: str) -> list[str]:
    """What leads to this action."""
    row = controls.TABLE[controls.STATES.index(state)][1]
    return [controls.GESTURES[g] for g, a in enumerate(row) if controls.ACTIONS[a] == action]


def reactions() -> list[list[str]]:
    """One row a gesture, one column a state."""
    return [
        [gesture] + [controls.ACTIONS[controls.action(state, g)] for state in _states()]
        for g, gesture in enumerate(controls.GESTURES)
    ]


def _states() -> range:
    return range(len(controls.STATES))


def buttons() -> list[list[str]]:
    """One row a gesture: each thing it does, and when."""
    rows = []
    for g, gesture in enumerate(controls.GESTURES):
        where: dict[str, set[str]] = {}
        for state in _states():
            action = controls.ACTIONS[controls.action(state, g)]
            if action != "nothing":
                where.setdefault(action, set()).add(controls.STATES[state])
        told = [f"{action} ({when(states)})" for action, states in where.items()]
        rows.append([gesture, "; ".join(told)])
    idle, on = limits.IDLE_OFF_MS // 60_000, limits.ON_MS // 60_000
    rows.append([f"nothing, for {idle} min", "off (ready, in a fault, to be read)"])
    rows.append([f"{on} min after a start", "off (always)"])
    return rows


_MEANS = {
    "IDLE": "ready, output off; the dim green light. *Ready* and *to be read* are both this state",
    "READ_FIRST": "*to be read*: IDLE before anybody acknowledged who must not use it",
    "OFF": "*asleep*: output off, light dark, silent; START wakes it",
    "SELF_TEST": "into the internal dummy, the relay released; white",
    "CHECK": "the relay is closed, the 10 µA probe looks for good contact; blue",
    "RAMP_UP": "the setpoint rises to the level (*in treatment*)",
    "RUN": "at the level, time counts (*in treatment*)",
    "HOLD": "contact is lost: crowbar, time stands, the probe looks again (*in treatment*); amber",
    "RAMP_DOWN": "the setpoint falls to 0",
    "FAULT": "*in a fault*: a rule tripped and latched, output off",
    "START": "START was held, or the host asked and START confirmed it",
    "TEST": "the host asked for the self-test alone",
    "PASSED": "the self-test passed, a session follows",
    "TESTED": "the self-test passed, no session follows",
    "CONTACT": "good contact for the time it must last",
    "RAMPED": "the setpoint is at the level",
    "LOST": "no contact",
    "WAITED": "nobody gave it contact in the time it waits for it",
    "TIME_UP": "the session's, the day's or the dose's end",
    "STOP": "a button, or the host",
    "ZERO": "the setpoint is at 0",
    "TRIP": "a rule of the README's table tripped",
    "ACK": "START was held in FAULT: the whole self-test runs, and FAULT ends when it passes",
}


def glossary() -> list[list[str]]:
    """One row a state and an event. KeyError: one without its words."""
    names = (*controls.STATES, *session.EVENTS)
    return [[f"`{name}`", _MEANS[name]] for name in names]


def when(states: set[str]) -> str:
    """These states in a person's words."""
    if states == set(controls.STATES) - {"OFF"}:
        return "always"
    told = [_WORDS[state] for state in controls.STATES if state in states and state in _WORDS]
    rest = states - set(_WORDS)
    names = {frozenset(_SESSION): "in a session", frozenset(_TREATING): "in treatment"}
    if rest:
        told.append(names.get(frozenset(rest)) or ", ".join(sorted(rest)))
    return ", ".join(told)
