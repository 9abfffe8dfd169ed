"""What a user may set: one table. Nothing here raises a limit; see limits.effective."""

from .limits import PEAK_UA, START_CAP_UA, for_host, require
from .modes import LEVELS, MODES

NONE = "none"  # no routine
NAME_MOST = 24


class Setting:
    """A whole number least..most, or a name if `default` is text; both bounds are then lengths.

    danger: a change can raise what the skin gets. words: what it is, for a person.
    """

    def __init__(
        self,
        name: str,
        default: "int | str",
        least: int,
        most: int,
        unit: str,
        danger: bool,
        words: str,
    ) -> None:
        self.name = name
        self.default = default
        self.least = least
        self.most = most
        self.unit = unit
        self.danger = danger
        self.words = words
        require(not self.refusal(default), name, "the default is outside the range")

    def refusal(self, value: object) -> str:
        """Why this is no value for it, on one line with the cure; "" when it is one."""
        text = isinstance(self.default, str)
        if text and isinstance(value, str) and self.least <= len(value) <= self.most:
            return ""
        if type(value) is int and not text and self.least <= value <= self.most:  # true is none
            return ""
        due = str(self.least) + ".." + str(self.most) + " " + self.unit
        if text:
            due = "the name of a routine, or none"
        return self.name + " is " + str(value)[:NAME_MOST] + ": give " + due


def _level(name: str) -> Setting:
    words = for_host("highest level of ") + name
    return Setting(level_name(name), LEVELS, 1, LEVELS, "", True, words)


def level_name(mode: str) -> str:
    """The setting that bounds the level of a built-in mode."""
    return mode.lower() + "_level_most"


OWN_LEVEL = "own_level_most"

TABLE = (
    (
        Setting(
            "area_mm2",
            0,
            0,
            10_000,
            "mm2, 0 = the board's",
            True,
            for_host("area of one electrode"),
        ),
        Setting("user_ua", PEAK_UA, 20, PEAK_UA, "uA", True, for_host("peak current of any mode")),
        Setting(
            "start_cap_ua", START_CAP_UA, 20, START_CAP_UA, "uA", True, for_host("peak until PLUS")
        ),
    )
    + tuple(_level(mode.name) for mode in MODES)
    + (
        Setting(
            OWN_LEVEL, LEVELS, 1, LEVELS, "", True, for_host("highest level of your own modes")
        ),
        Setting("routine", NONE, 1, NAME_MOST, "", False, for_host("zones to lead through")),
        Setting("mute", 0, 0, 1, "1 = silent", False, for_host("no sounds")),
        Setting("brightness", 100, 5, 100, "%", False, for_host("of the light")),
    )
)


def named(name: str) -> "Setting | None":
    """The setting of that name."""
    for setting in TABLE:
        if setting.name == name:
            return setting
    return None
