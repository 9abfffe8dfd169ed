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
}
PNP = ("BC557",)


def symbol(element: Element) -> elm.Element2Term:
    """Of a part with two ends. KeyError: it has another number of them."""
    if element.value == "CONTACT":
        return elm.Switch(nc=element.nodes[-1] == "rel")
    shape: elm.Element2Term = (_SPECIAL.get(element.value) or _SHAPES[element.name[0]])()
    return shape
