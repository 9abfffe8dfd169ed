"""What a board boots from what a cut left: the old app, the new one, safe mode, or a prompt."""

from galva import VERSION
from tools import image as files
from tools.cuts.cut import OLD, Moment
from tools.deploy.scripts import MARKER
from tools.emulator.chip import FILES_AT
from tools.emulator.rig import EmulatedRig
from tools.link.lines import sealed

BOOTS = ("old", "new", "safe mode", "prompt")
_PROMPT_MS = 200.0
_APP_MS = 6000.0
_STEP_MS = 25.0


def boots(moment: Moment, flash: bytes) -> str:
    """One of BOOTS, or what is wrong in words. flash: of the same chip, for all but the files.

    The app must answer with its version, and be off, with all files of that version as they are.
    """
    region = moment.region
    rig = EmulatedRig(flash=flash[:FILES_AT] + region + flash[FILES_AT + len(region) :])
    content = moment.content
    rig.run(_PROMPT_MS)
    front = rig.front
    if front.hv_on or front.gate_closed or front.code:
        return "energised at boot"
    if MARKER in content and "boot.py" in content:
        return "safe mode" if rig.chip.level(rig.pins.red) == 1 else "marker, and no red light"
    if "main.py" not in content:
        return "prompt"
    version = _version(rig)
    if not version:
        return f"no app: {rig.console[-80:]!r}"
    return _whole(version, content)


def _version(rig: EmulatedRig) -> str:
    """What the app says it is; "" = it does not come."""
    while not rig.statuses:
        if rig.now_ms > _APP_MS:
            return ""
        rig.run(_STEP_MS)
    rig.send(sealed({"do": "hello"}))
    while not rig.answers["usb"]:
        if rig.now_ms > _APP_MS + 1000:
            return ""
        rig.run(_STEP_MS)
    return str(rig.answers["usb"][0].get("version", ""))


def _whole(version: str, content: dict[str, bytes]) -> str:
    """The app runs: are its files all of one version?"""
    manifest = content.get(files.MANIFEST, b"")
    named = {VERSION: "new", OLD: "old"}.get(version, f"unknown version {version}")
    told = f'"version": "{version}"'.encode()
    whole = told in manifest and files.holds(manifest, content)
    return named if whole else f"{named}, but not all of its files"
