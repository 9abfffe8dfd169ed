"""When and how the application writes files."""

from galva.core import course

SETTLED_MS = 200  # after the end of output: the relay has opened, no sample is queued


def settled(engine: "Engine") -> bool:
    """Files may be written: nothing is energised, nor asked to be."""
    now = engine.course
    return now.quiet and now.state_ms >= SETTLED_MS and engine.request == course.NOTHING


def keep(store: "Store", name: str, record: "dict[str, Any]") -> str:
    """Save a record; why that failed, with the cure, or "". A full flash leaves the old one."""
    try:
        store.save(name, record)
    except (OSError, MemoryError) as error:
        return not_stored(name, error)
    return ""


def not_stored(name: str, error: Exception) -> str:
    """The line for it."""
    return name + ": not stored, " + repr(error) + ": remove files"


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from galva.core.engine import Engine
    from galva.ports import Store
