"""What a device says, typed. `more` holds the fields that this host does not know."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from tools.link.lines import Record
from tools.problems import Failed


@dataclass(frozen=True)
class Told:
    """What all of them have."""

    more: Record = field(default_factory=dict, kw_only=True)

    @classmethod
    def of(cls, record: Record) -> Self:
        """Failed when a field is missing or of another type."""
        named = {each.name: each.type for each in fields(cls) if each.name != "more"}
        for name, kind in named.items():
            if type(record.get(name)) is not kind:
                raise Failed(
                    f"the device sent {name} = {record.get(name)!r}: same version on both?"
                )
        known: dict[str, Any] = {name: record[name] for name in named}
        return cls(**known, more={key: record[key] for key in record if key not in named})

    def flat(self) -> Record:
        """All fields by name, those that this host does not know among them."""
        known = asdict(self)
        more = known.pop("more")
        return {**known, **more}


@dataclass(frozen=True)
class Hello(Told):
    """Who answers. refused_output: why the skin gets nothing now, "" = a session may begin."""

    device: str
    version: str
    board: str
    chip: str
    link: str
    calibrated: bool
    refused_output: str


@dataclass(frozen=True)
class Status(Told):
    """A status line: currents in uA, impedance in ohm, charge in uC, time in s or ms."""

    ms: int
    state: str
    mode: str
    level: int
    target_ua: int
    set_ua: int
    ua: int
    contact: str
    ohm: int
    left_s: int
    battery_mv: int
    signal: str
    ended: str
    fault: str


@dataclass(frozen=True)
class Usage(Told):
    """Treated time today and left, s; sessions of the last 7 days; what it refuses or warns of."""

    today_s: int
    week: int
    left_s: int
    refusal: str
    warning: str
