"""The wiring of a board module as WireViz text: each pin of boards/*.py to where it goes."""

from typing import Any

from tools import boards

_PICO = {"3V3": 36, "GND": 38, "VSYS": 39, "VBUS": 40}
# A role of a board's pins: the net of the front end; other roles are called as their net.
NETS = {"run": "pz", "adc_i": "adci", "adc_vb": "adcb", "adc_vt": "adct", "vbus": "vbus_in"}
INSIDE = {"adc_battery", "battery_on"}  # on the module: no wire
_FRONT = ("pa", "pb", "run", "hv_en", "alive", "cs", "sck", "mosi") + tuple(NETS)
_CONVERTER = ("adc_cs", "adc_sck", "adc_miso", "adc_mosi")
_POWER = [("3V3", "v33"), ("GND", "0")]
_PICO_POWER = [("VSYS", "vsys"), ("VBUS", "vbus")]
_ESP32_POWER = [("5V", "vbus")]  # a DevKitC cannot be fed by a cell there: docs/build.md
_COLOURS = {"3V3": "RD", "VSYS": "OG", "VBUS": "VT", "5V": "VT", "GND": "BK"}
_SIGNALS = ("YE", "GN", "BU", "WH", "GY", "BN", "PK", "TQ")


def wires(board: Any) -> dict[str, list[tuple[str, str]]]:
    """Where to: (pin of the module, net), one for each wire."""
    found: dict[str, list[tuple[str, str]]] = {}
    for role, gpio in board.pins.gpio.items():
        if role not in INSIDE:
            label = f"GP{gpio}" if _is_pico(board) else f"GPIO{gpio}"
            found.setdefault(_place(role), []).append((label, NETS.get(role, role)))
    found = {place: [*_POWER, *those] for place, those in found.items()}
    found["front end"][2:2] = _PICO_POWER if _is_pico(board) else _ESP32_POWER
    return found


def _is_pico(board: Any) -> bool:
    return bool(board.chip.startswith("rp2"))


def _place(role: str) -> str:
    if role in _FRONT:
        return "front end"
    return "converter" if role in _CONVERTER else "panel"


def as_yaml(name: str) -> str:
    """The text for WireViz of boards/NAME.py. ImageError: there is none of that name."""
    board = boards.data(name)
    places = wires(board)
    titles = {
        "front end": f"front end {board.front_end}",
        "converter": "MCP3204",
        "panel": "panel",
    }
    used = list(dict.fromkeys(pin for those in places.values() for pin, _net in those))
    text = [f"# boards/{name}.py for WireViz. Written by `make guide`.", "connectors:"]
    text += _connector(board.name, [_number(board, pin) for pin in used], used)
    cables, connections = ["cables:"], ["connections:"]
    for number, (place, those) in enumerate(places.items(), 1):
        nets = [net if net != "0" else "GND" for _pin, net in those]
        text += _connector(titles[place], list(range(1, len(nets) + 1)), nets)
        colours = [_COLOURS.get(pin) or _SIGNALS[n % 8] for n, (pin, _net) in enumerate(those)]
        cables += [f"  W{number}:", "    category: bundle", f"    colors: [{', '.join(colours)}]"]
        pins = ", ".join(str(_number(board, pin)) for pin, _net in those)
        span = f"[1-{len(those)}]"
        connections += ["  -", f"    - {board.name}: [{pins}]"]
        connections += [f"    - W{number}: {span}", f"    - {titles[place]}: {span}"]
    return "\n".join([*text, *cables, *connections]) + "\n"


def _connector(title: str, pins: list[object], labels: list[str]) -> list[str]:
    text = [f"  {title}:", f"    pins: [{', '.join(map(str, pins))}]"]
    return text if pins == labels else [*text, f"    pinlabels: [{', '.join(labels)}]"]


def _number(board: Any, pin: str) -> object:
    """A Pico's pin as its data sheet numbers it; of ESP32 boards, which differ, its name."""
    if not _is_pico(board):
        return pin
    return _PICO[pin] if pin in _PICO else _pico_pin(int(pin.removeprefix("GP")))


def _pico_pin(gpio: int) -> int:
    """Ground lies after each four GPIO; GP26-28 lie on the other side of RUN."""
    return {26: 31, 27: 32, 28: 34}.get(gpio, gpio + 1 + (gpio + 2) // 4)
