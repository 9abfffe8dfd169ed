"""What a part is drawn as, and in which colours."""

import schemdraw.elements as elm

from tools.fmea.netlist import Element

NET = "#1f4e9c"
PIN = "#777777"
_SHAPES = {"R": elm.Resistor, "C": elm.Capacitor, "D": elm.Diode}
_SPECIAL = {
    "1N4749A": elm.Zener,
    "BAT54S": elm.Schottky,
    "1N5817": elm.Schottky,
    "200mA": elm.Fuse,
    "slide": elm.Switch,
    "button": elm.Button,
    "18650": elm.BatteryCell,
    "9V": elm.Battery,
    "CONTACT": elm.Switch,
}
PNP = ("BC557",)


def symbol(element: Element) -> type[elm.Element2Term]:
    """Of a part with two ends. KeyError: it has another number of them."""
    return _SPECIAL.get(element.value) or _SHAPES[element.name[0]]
