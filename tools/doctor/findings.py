"""All that the doctor can find: one row each. docs/doctor.md shows the table."""

from dataclasses import dataclass

OK, SKIPPED, WARN, BAD = "ok", "not run", "warn", "bad"
LEVELS = (OK, SKIPPED, WARN, BAD)
USB = "usb"

_DEPLOY = "galva deploy"
_RM = "mpremote fs rm -r :{path}"

# (name, group, level, what, why it matters, cure); {..} is filled with what was seen
_TABLE = (
    ("old python", "host", BAD, "Python {version}")
    + ("the tools need 3.11", "install Python 3.11 or later, then make setup"),
    ("missing tool", "host", BAD, "{tool} is not installed")
    + ("a command would stop half-way", "make setup"),
    ("other tool", "host", WARN, "{tool} {version} instead of {due}")
    + ("its words and files were tested in one version", "make setup"),
    ("no board", USB, BAD, "no board on USB")
    + ("a cable that only charges has no data lines; a new board has no MicroPython",)
    + ("another cable, no hub; then hold BOOT, plug it in, galva flash-firmware",),
    ("boot drive", USB, BAD, "a boot drive, {board_id}, and no MicroPython")
    + ("BOOT was held at power-on, or the board is new", "galva flash-firmware"),
    ("two boards", USB, BAD, "{n} boards: {paths}")
    + ("what is found on one says nothing of the other", "say which, with --port"),
    ("no port", USB, BAD, "{port} is not there")
    + ("a board may get another number when it is plugged in", "galva ports; check the cable"),
    ("no rights", USB, BAD, "{port} may not be opened by you")
    + ("serial ports belong to the group {group}",)
    + ("sudo usermod -a -G {group} $USER, then log out and in",),
    ("busy port", USB, BAD, "{port} is held by another program")
    + ("one program at a time speaks with a board", "close Thonny, mpremote and other terminals"),
    ("no prompt", "board", BAD, "no MicroPython answers at {port}: {why}")
    + ("there is none, or a program locks it out",)
    + ("hold MINUS while you switch it on (safe mode); else galva flash-firmware",),
    ("old micropython", "board", BAD, "MicroPython {version}")
    + ("Galva needs {oldest} or later", "galva flash-firmware"),
    ("new micropython", "board", WARN, "MicroPython {version}")
    + ("tested up to {newest}", "if anything is odd: galva flash-firmware with a tested one"),
    ("other mpy", "board", BAD, "this MicroPython loads no .mpy for {march}")
    + ("compiled files hold machine code of one kind of chip",)
    + ("galva deploy with the --board that it is, or galva flash-firmware",),
    ("other chip", "board", BAD, "files of board {board} ({chip}) on a {machine}")
    + ("its pins are others", "galva deploy with the --board that it is"),
    ("session runs", "board", SKIPPED, "files and self-test: a session runs")
    + ("to look at the files ends the program", "galva stop, then again"),
    ("no usb here", "board", SKIPPED, "files and self-test: {port} is the isolated link")
    + ("the prompt is on USB alone", "once more over USB"),
    ("nothing deployed", "files", BAD, "MicroPython, and nothing of Galva")
    + ("there is no program to start", "galva deploy --board NAME"),
    ("no boot.py", "files", BAD, "boot.py is missing")
    + ("it puts the output off after every reset, first of all", _DEPLOY),
    ("no main.py", "files", BAD, "main.py is missing")
    + ("nothing starts Galva when it is switched on", _DEPLOY),
    ("missing file", "files", BAD, "{path} is missing")
    + ("what imports it stops there", _DEPLOY),
    ("changed file", "files", BAD, "{path} differs from this version ({version})")
    + ("what was tested is not what runs", _DEPLOY),
    ("unreadable file", "files", BAD, "{path} cannot be read: {why}")
    + ("the file system is damaged",)
    + ("galva backup, flash-firmware anew, deploy, galva restore",),
    ("hidden file", "files", BAD, "{path} hides the .mpy beside it")
    + ("the source is taken: slow, and too large for the memory", _RM),
    ("lib in lib", "files", WARN, "{path}: a copy inside the copy")
    + ("`cp -r lib :lib` done twice makes it; nothing imports it", _RM),
    ("pycache", "files", WARN, "{path}")
    + ("a computer's own compiled files only take room", _RM),
    ("part left", "files", WARN, "{path} is left of a copy that was cut off")
    + ("it only takes room", f"{_DEPLOY}, or {_RM}"),
    ("foreign file", "files", WARN, "{path} is none of Galva's")
    + ("it takes room, and a module of that name hides another", f"if it is not yours: {_RM}"),
    ("safe mode", "files", BAD, "the file safe_mode is there")
    + ("main.py is not run while it is", f"{_DEPLOY}, which ends it, or galva safe-mode off"),
    ("disk full", "files", BAD, "{free} of {all} kB are free")
    + ("sessions, settings and faults cannot be kept", "remove files that are not Galva's"),
    ("disk low", "files", WARN, "{free} of {all} kB are free")
    + ("the journal takes up to 36 kB", "remove files that are not Galva's"),
    ("no calibration", "records", WARN, "no calibration")
    + ("the current may be 4 % off, so 100 uA at most", "galva calibrate"),
    ("damaged calibration", "records", BAD, "{file}: {why}")
    + ("nominal figures instead, so 100 uA at most", "galva calibrate, or galva restore"),
    ("no reference", "records", WARN, "the calibration has no reference of the self-test")
    + ("a part that drifts is found late", "galva calibrate"),
    ("damaged record", "records", WARN, "{file}: {why}")
    + ("the copy before it counts, or the defaults", "look at galva settings, change one"),
    ("damaged journal", "records", WARN, "{file}: {n} damaged lines")
    + ("those sessions are lost; the others are not", "none: galva logs has the rest"),
    ("does not start", "self-test", BAD, "Galva does not start: {last}")
    + ("the program ends before it shows a status", f"{_DEPLOY}; else report this line"),
    ("self-test", "self-test", BAD, "{step} fails: {part}")
    + ("a part or a net is wrong, and the output stays off", "check {nets}; docs/hardware.md"),
    ("relay not tried", "self-test", SKIPPED, "relay (steps G1 to G3): USB power is present")
    + ("it cannot close then", "on battery the light says it: red = a fault"),
    ("not tested", "self-test", SKIPPED, "the self-test was not run: {why}")
    + ("a latched fault comes first", "galva selftest, or START held for 2 s"),
    ("fault", "state", BAD, "{fault} is latched")
    + ("{meaning}", "then START held for 2 s, electrodes in the air"),
    ("trouble", "state", WARN, "{text}")
    + ("the device said so when it started", "galva settings, galva logs; change it once"),
    ("battery low", "state", WARN, "battery {mv} mV")
    + ("at 3100 mV a session ends", "charge it"),
    ("clock not set", "state", WARN, "it does not know the time")
    + ("10 minutes for each power-on, sessions without a date", "galva time"),
    ("stuck button", "state", BAD, "a button is down since power-on")
    + ("it is not obeyed before it is let go", "let go; else look for a short at {nets}"),
    ("not acknowledged", "records", WARN, "nobody has read who must not use it")
    + ("no session on skin starts", "docs/safety.md, then galva ack or PLUS and MINUS for 3 s"),
    ("usb not seen", "state", BAD, "USB is plugged in, and the device does not see it")
    + ("it cannot tell a bench from a person; the relay still needs battery power",)
    + ("check the divider at {nets}",),
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One line: what was seen, why it matters, the cure. level: of LEVELS."""

    name: str
    group: str
    level: str
    what: str
    why: str = ""
    cure: str = ""


KINDS = {row[0]: Finding(*row) for row in _TABLE}


def found(name: str, **seen: object) -> Finding:
    """The row of that name with what was seen. KeyError: no such row, or a field is missing."""
    kind = KINDS[name]
    what, why, cure = (text.format(**seen) for text in (kind.what, kind.why, kind.cure))
    return Finding(kind.name, kind.group, kind.level, what, why, cure)


def well(group: str, what: str) -> Finding:
    """Nothing is wrong there."""
    return Finding("", group, OK, what)
