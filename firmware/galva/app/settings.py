"""The user's settings: an attribute each, kept in an A/B record that holds what is no default."""

from galva.core import course
from galva.core.limits import ConfigError
from galva.core.modes import MODES
from galva.core.plan import Caps
from galva.core.session import IDLE
from galva.core.settings import OWN_LEVEL, TABLE, level_name, named

from .keep import keep, settled

TYPE_CHECKING = False

NAME, VERSION, UNIT = "settings", 1, "mixed"


class Settings:
    """Read them as attributes, change them by `change`. What is stored is checked like a change.

    trouble: what was wrong with the record, or why it could not be written; "" = nothing.
    """

    def __init__(self, engine: "Engine", device: "Device") -> None:
        self._engine = engine
        self._device = device
        self._modes: "tuple[Mode, ...]" = MODES
        self._changed = False
        self.trouble = ""
        for setting in TABLE:
            setattr(self, setting.name, setting.default)
        self._load()
        self._apply()

    if TYPE_CHECKING:
        area_mm2: int
        user_ua: int
        start_cap_ua: int
        routine: str
        mute: int
        brightness: int

    @property
    def area(self) -> int:
        """Of one electrode, mm2: the user's or the board's."""
        return self.area_mm2 or self._device.board.area_mm2

    def use(self, modes: "tuple[Mode, ...]") -> None:
        """All modes that there are, the user's own among them: an area must suit each."""
        self._modes = modes

    def change(self, name: str, value: "int | str") -> str:
        """Obeyed at once and stored soon: "". Else why not, on one line with the cure."""
        course_now = self._engine.course
        if course_now.state != IDLE or self._engine.request != course.NOTHING:
            return name + ": not while the device is at work: stop it first"
        refusal = self._refusal(name, value)
        if not refusal:
            setattr(self, name, value)
            self._changed = True
            self._apply()
        return refusal

    def values(self) -> "dict[str, int | str]":
        """All of them."""
        return {setting.name: getattr(self, setting.name) for setting in TABLE}

    def poll(self) -> None:
        """Store what was changed, once, when nothing is energised nor asked to be."""
        if self._changed and settled(self._engine):
            self._changed = False
            self._save()

    def _refusal(self, name: str, value: "int | str") -> str:
        setting = named(name)
        if setting is None:
            return str(name)[:40] + ": no setting of this name: see the list of settings"
        refusal = setting.refusal(value)
        if not refusal and name == "area_mm2":
            return self._too_dense(int(value))
        return refusal

    def _too_dense(self, area_mm2: int) -> str:
        try:
            for mode in self._modes:
                mode.check_area(area_mm2 or self._device.board.area_mm2)
        except ConfigError as error:
            return str(error)
        return ""

    def _apply(self) -> None:
        levels = {mode.name: getattr(self, level_name(mode.name)) for mode in MODES}
        own_level = getattr(self, OWN_LEVEL)
        caps = Caps(self.area, self.user_ua, self.start_cap_ua, levels, own_level)
        self._engine.course.plan.keep_within(caps)

    def _load(self) -> None:
        store = self._device.store
        record = store.load(NAME, VERSION, UNIT) or {}
        self._tell(store.trouble)
        for name in sorted(record):
            if name in ("version", "unit"):
                continue
            refusal = self._refusal(name, record[name])
            if refusal:
                self._tell(NAME + ": " + refusal + "; the default holds")
            else:
                setattr(self, name, record[name])

    def _save(self) -> None:
        """One attempt for each change: a full flash does not get better by trying."""
        record = {"version": VERSION, "unit": UNIT}
        for setting in TABLE:
            value = getattr(self, setting.name)
            if value != setting.default:
                record[setting.name] = value
        self.trouble = ""
        self._tell(keep(self._device.store, NAME, record))

    def _tell(self, why: str) -> None:
        if why:
            self.trouble = why
            self._device.console.line(why)


if TYPE_CHECKING:
    from galva.core.engine import Engine
    from galva.core.modes import Mode

    from .app import Device
