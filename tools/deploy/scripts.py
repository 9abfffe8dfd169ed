"""What runs on the board, at its prompt, with the heap that a soft reset cleared.

Each is MicroPython source, and prints MARK and one JSON object a line.
"""

from typing import Any

MARKER = "safe_mode"  # firmware/boot.py: main.py is not run while it is there
PART = ".part"
MARK = "galva:"  # a boot.py prints lines of its own

_COMMON = f"""
import os, json, hashlib, binascii
PART = {PART!r}
MARKER = {MARKER!r}
def pieces(name):
    block = bytearray(512)
    view = memoryview(block)
    with open(name, "rb") as file:
        while True:
            count = file.readinto(block)
            if not count:
                return
            yield view[:count]
def sha(name):
    digest = hashlib.sha256()
    for piece in pieces(name):
        digest.update(piece)
    return binascii.hexlify(digest.digest()).decode()
def there(name):
    try:
        os.stat(name)
        return True
    except OSError:
        return False
def tell(**record):
    print({MARK!r} + json.dumps(record))
"""

# In pieces, which fit a heap that the app has filled; the content of Galva's own records too.
SURVEY = (
    _COMMON
    + """
import sys, machine
def is_record(path):
    return (path == "board.py" or path[:8] == "journal." or path[-2:] in (".a", ".b")
            or path in ("galva.json", "galva.json" + PART))
def look(path):
    digest = hashlib.sha256()
    size = 0
    for piece in pieces(path):
        digest.update(piece)
        size += len(piece)
        if is_record(path):
            tell(path=path, piece=binascii.hexlify(piece).decode())
    tell(path=path, size=size, sha=binascii.hexlify(digest.digest()).decode())
def walk(folder):
    for entry in os.ilistdir(folder):
        path = folder + entry[0]
        if entry[1] & 0x4000:
            tell(folder=path)
            walk(path + "/")
            continue
        try:
            look(path)
        except OSError as error:
            tell(path=path, error=str(error))
walk("")
own = sys.implementation
disk = os.statvfs("/")
tell(release=own[1][:3], machine=getattr(own, "_machine", ""), mpy=getattr(own, "_mpy", 0),
     block=disk[1], blocks=disk[2], free=disk[3],
     unique=binascii.hexlify(machine.unique_id()).decode())
"""
)

_SWITCH = (
    _COMMON
    + """
def at(name):
    return name + PART if there(name + PART) else name
def check(hashes, where):
    for name in hashes:
        if sha(where(name)) != hashes[name]:
            raise ValueError("differs from what was sent: " + name)
def keep(name, other):
    with open(other, "wb") as file:
        for piece in pieces(name):
            file.write(piece)
def gone(name):
    if there(name):
        os.remove(name)
    while "/" in name:
        name = name[:name.rindex("/")]
        try:
            os.rmdir(name)
        except OSError:
            return
for name in DROP:
    gone(name)
check(HASHES(), at)
open(MARKER, "w").close()
for name in KEEP:
    keep(name, KEEP[name])
for name in sorted(HASHES(), key=lambda name: {"boot.py": 0, "main.py": 2}.get(name, 1)):
    if there(name + PART):
        os.rename(name + PART, name)
for name in REMOVE:
    gone(name)
check(HASHES(), lambda name: name)
LAST()
if not STAY:
    os.remove(MARKER)
tell(done=True)
"""
)

_BY_MANIFEST = """
def HASHES():
    with open(at("galva.json")) as file:
        return json.load(file)["files"]
def LAST():
    if there("galva.json" + PART):
        os.rename("galva.json" + PART, "galva.json")
"""

_BY_TABLE = """
def HASHES():
    return TABLE
def LAST():
    pass
"""


def switch_app(drop: tuple[str, ...], keep: dict[str, str], remove: tuple[str, ...]) -> str:
    """Put the parts in place: the files of galva.json.part. keep: name -> name of its copy."""
    return _BY_MANIFEST + _told(DROP=drop, KEEP=keep, REMOVE=remove, STAY=False) + _SWITCH


def switch_data(hashes: dict[str, str], remove: tuple[str, ...], stay: bool) -> str:
    """Put these parts in place, and these away. stay: safe mode was on before, and stays so."""
    table = _told(TABLE=hashes, DROP=(), KEEP={}, REMOVE=remove, STAY=stay)
    return _BY_TABLE + table + _SWITCH


def _told(**names: Any) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in names.items())
