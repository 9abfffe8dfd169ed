"""The layer table holds for every file, and each of its rows and rules can fail."""

import ast
import inspect
from pathlib import Path

import pytest

from tools import ROOT
from tools.static import form
from tools.static.layers import LAYERS, layer_of, problems
from tools.static.sources import NoFiles, device_files, host_files

FILES = [file.relative_to(ROOT).as_posix() for file in device_files() + host_files()]
CORE = "firmware/galva/core/x.py"
HAL = "firmware/galva/hal/x.py"
APP = "firmware/galva/app/x.py"
LIB = "lib/mcp48xx/x.py"
PORTS = "firmware/galva/ports.py"
TYPES = "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    "

# (file, source with one breach, what is said of it)
BREACHES = (
    ("firmware/boot.py", "import galva", "boot may not import galva"),
    ("firmware/main.py", "from galva.core import engine", "main may not import galva.core.engine"),
    ("firmware/finder.py", "import machine", "finder may not import machine"),
    ("firmware/galva/__init__.py", "from . import core", "package may not import galva.core"),
    (PORTS, TYPES + "import machine", "ports may not import machine for types"),
    (CORE, "import machine", "core may not import machine"),
    (CORE, "from time import ticks_ms", "core may not import time.ticks_ms"),
    (CORE, "from ..hal import output", "core may not import galva.hal.output"),
    (CORE, "from galva import app", "core may not import galva.app"),
    (CORE, "def f():\n    import os", "core may not import os"),
    (CORE, "try:\n    pass\nexcept OSError:\n    import os", "core may not import os"),
    (CORE, "from typing import Protocol", "core may not import typing.Protocol"),
    (CORE, TYPES + "from galva.hal import Device", "may not import galva.hal.Device for types"),
    (CORE, "import array_of_lies", "core may not import array_of_lies"),
    (HAL, "import asyncio", "hal may not import asyncio"),
    (HAL, "from ..app import app", "hal may not import galva.app.app"),
    (APP, "import machine", "app may not import machine"),
    (APP, "from galva.hal.output import BridgeOutput", "app may not import galva.hal.output"),
    (
        "boards/x.py",
        "from galva.core.engine import Engine",
        "boards may not import galva.core.eng",
    ),
    (LIB, "from galva.core import limits", "lib may not import galva.core.limits"),
    (LIB, TYPES + "from galva.ports import Sense", "lib may not import galva.ports.Sense for typ"),
    (LIB, "import machine", "lib may not import machine"),
    (LIB, "import ssd1306", "lib may not import ssd1306"),
    (HAL, "import framebuf", "hal may not import framebuf"),
    ("tools/x.py", "from galva.hal import build", "tools may not import galva.hal.build"),
    ("tools/x.py", "import galva.app", "tools may not import galva.app"),
    ("tools/x.py", "import machine", "tools may not import machine"),
    ("tools/x.py", "try:\n    pass\nexcept:\n    pass", "bare except"),
    ("firmware/galva/x.py", "", "belongs to no layer"),
    ("firmware/main.py", "pass\n" * 31, "31 lines, 30 at most"),
    (PORTS, "LIMIT = 3", "nothing at run time"),
    (CORE, "history = []", "module-level history: a constant is UPPER_CASE"),
    (CORE, "LOG = bytearray(9)", "module-level mutable state: LOG"),
    (CORE, "if 1:\n    count = 0", "module-level count"),
    (CORE, "COUNT = 0\nCOUNT += 1", "module-level mutable state: COUNT"),
    (CORE, "N = 0\ndef f():\n    global N", "global"),
    (CORE, "class A:\n    items = []", "module-level items"),
    (CORE, "try:\n    pass\nexcept:\n    pass", "bare except"),
    (CORE, "def f():\n    __import__('os')", "__import__() hides an import"),
    (CORE, "def f(a):\n    assert a", "assert"),
    (CORE, "def f(a):\n    return a.x if SIMULATED else 0", "SIMULATED"),
    (CORE, "def f(a):\n    return a * 0.5", "float 0.5"),
    (CORE, "def f(a):\n    return a / 2", "true division"),
    (CORE, "def f(a):\n    a /= 2", "true division"),
    (CORE, "def f(a):\n    return f'{a}'", "f-string"),
    (CORE, "def f(a):\n    return '%d' % a", "% on text"),
    (CORE, "def f(a):\n    return float(a)", "float is not for core"),
    (HAL, "from machine import Pin\nLED = Pin(25)", "Pin() runs at import"),
    (HAL, "from machine import Pin\ndef f(p=Pin(25)):\n    pass", "Pin() runs at import"),
    (HAL, "from machine import Pin\nclass A:\n    PIN = Pin(25)", "Pin() runs at import"),
    (HAL, "from machine import Pin\nif 1:\n    Pin(25)", "Pin() runs at import"),
    (LIB, "import rp2\nSM = rp2.StateMachine(0)", "rp2.StateMachine() runs at import"),
)

# (file, source without a breach)
SOUND = (
    (CORE, "from array import array\nfrom micropython import const\nN = const(3)"),
    (CORE, "from . import limits\nfrom .limits import require\nTABLE = {1: 2}"),
    (CORE, TYPES + "from typing import Protocol\n    from galva.ports import Output"),
    (
        CORE,
        "class A:\n    def f(self, a):\n        self.items = []\n        return a % 7",
    ),
    (HAL, "import machine\nfrom mcp48xx import MCP48xx\nfrom galva.core import bridge"),
    (HAL, "import rp2\n@rp2.asm_pio(out_init=(rp2.PIO.OUT_LOW,))\ndef program():\n    wrap()"),
    (
        LIB,
        "import rp2\nfrom time import sleep_us\nfrom framebuf import FrameBuffer\nimport mcp48xx\n"
        + TYPES
        + "from machine import Pin",
    ),
    ("boards/x.py", "from galva.core.board import Board, Pins\nBOARD = Board()"),
    ("tools/x.py", "import numpy\nfrom galva.core.modes import MODES\nstate = []"),
)


@pytest.mark.parametrize("path", FILES)
def test_file_keeps_its_layer(path: str) -> None:
    assert problems(path, (ROOT / path).read_text()) == []


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_layer_has_files(layer: object) -> None:
    assert any(layer_of(path) is layer for path in FILES)


@pytest.mark.parametrize(("path", "source", "said"), BREACHES, ids=[b[2][:40] for b in BREACHES])
def test_breach_is_found(path: str, source: str, said: str) -> None:
    found = problems(path, source)
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(("path", "source"), SOUND)
def test_sound_source_passes(path: str, source: str) -> None:
    assert problems(path, source) == []


def test_each_layer_and_each_rule_has_a_breach() -> None:
    imports = [layer_of(path) for path, _, said in BREACHES if "may not import" in said]
    assert {layer.name for layer in imports if layer} == {layer.name for layer in LAYERS}
    rules = {rule for layer in LAYERS for rule in layer.rules}
    assert {rule.__name__ for rule in rules} == _rules_that_bite()


def _rules_that_bite() -> set[str]:
    return {
        rule.__name__
        for path, source, _ in BREACHES
        if (layer := layer_of(path))
        for rule in layer.rules
        if rule(ast.parse(source), source)
    }


def test_no_rule_is_forgotten() -> None:
    used = {rule for layer in LAYERS for rule in layer.rules}
    public = {
        value
        for name, value in inspect.getmembers(form, inspect.isfunction)
        if not name.startswith("_")
        and next(iter(inspect.signature(value).parameters)).endswith("tree")
    }
    assert public == used


def test_looking_at_nothing_is_no_pass(tmp_path: Path) -> None:
    for tree in ("firmware", "boards"):
        (tmp_path / tree).mkdir()
        (tmp_path / tree / "a.py").touch()
    with pytest.raises(NoFiles, match="lib/: no Python file found"):
        device_files(tmp_path)
