"""What the device holds in memory, counted on the host: what it keeps a session is seen."""

import gc
import sys
from types import BuiltinFunctionType, CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from host_tests.fake_rig import FakeRig

_CODE = (type, FunctionType, BuiltinFunctionType, ModuleType, CodeType, FrameType)
_ROOTS = ("engine", "device", "guide", "panel", "parts", "signals", "hosts")
_OUTSIDE = ("host_tests", "tools", "world", "machine", "rp2", "registers", "dog", "asyncio")


def held(rig: FakeRig) -> tuple[int, int]:
    """(objects, bytes) that the application's parts reach; code and the world outside are none."""
    ahead: list[Any] = [rig.parts[name] for name in _ROOTS]
    seen: dict[int, Any] = {}
    while ahead:
        one = ahead.pop()
        if id(one) in seen or isinstance(one, _CODE) or _outside(one):
            continue
        seen[id(one)] = one
        ahead += gc.get_referents(one)
    return len(seen), sum(map(sys.getsizeof, seen.values()))


def _outside(one: object) -> bool:
    return type(one).__module__.split(".")[0] in _OUTSIDE
