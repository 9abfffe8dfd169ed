"""The sheets of the sink and the monitors: where each part lies."""

from tools.guide.joins import Point
from tools.guide.sheet import Sheet


def sink(sheet: Sheet) -> None:
    """DAC, its filter, the op-amp and the transistor that draws the current."""
    pins = [("1, 6 VDD SHDN", 3.2), ("2 CS", 2.4), ("3 SCK", 1.6), ("4 SDI", 0.8)]
    pins += [("|5, 7 LDAC VSS", 0.8), ("|8 VOUT", 2.4)]
    v33, cs, sck, mosi, ground, out = sheet.box("U3", (0, 0), (4.4, 4.0), pins)
    for net, at in (("v33", v33), ("cs", cs), ("sck", sck), ("mosi", mosi)):
        sheet.net(net, at, "left")
    sheet.net("0", ground)
    sheet.two("CB3", (-5, 2.4), (-5, 0), -1)
    sheet.net("v33", (-5, 2.4), "up")
    sheet.net("0", (-5, 0))
    _amplifier(sheet, out)


def _amplifier(sheet: Sheet, out: Point) -> None:
    """From the DAC to the base, and the shunt."""
    sheet.two("RDO", out, (8, 2.4))
    sheet.net("dac", out, "down")
    sheet.wire((8, 2.4), (12.2, 2.4))
    sheet.net("din", (8.6, 2.4), "up")
    sheet.two("RDPD", (8, 2.4), (8, -0.4))
    sheet.net("0", (8, -0.4))
    sheet.two("CDO", (10.6, 2.4), (10.6, -0.4))
    sheet.net("0", (10.6, -0.4))
    minus, amp = sheet.opamp("UA", (12.2, 2.4))
    _transistor(sheet, minus, amp)


def _transistor(sheet: Sheet, minus: Point, amp: Point) -> None:
    """QN with its base resistor, RS1 and RS2."""
    sheet.wire(amp, (15.8, amp[1]))
    sheet.net("oa", (15, amp[1]), "up")
    sheet.two("RB", (15.8, amp[1]), (18.8, amp[1]))
    sheet.wire((15.8, amp[1]), (15.8, amp[1] - 1.6))
    sheet.two("CBS", (15.8, amp[1] - 1.6), (18.8, amp[1] - 1.6), -1)
    sheet.wire((18.8, amp[1] - 1.6), (18.8, amp[1]), (19.8, amp[1]))
    sheet.net("qb", (19.3, amp[1]), "up")
    collector, emitter = sheet.transistor("QN", (19.8, amp[1]))
    x = collector[0]
    sheet.wire(collector, (x, 4.4))
    sheet.net("vb", (x, 4.4), "up")
    sheet.wire(emitter, (x, -1.4))
    sheet.wire((x, -1.4), (12.2, -1.4), minus)
    sheet.net("ns", (14, -1.4), "down")
    sheet.two("RS1", (x, -1.4), (x, -3.9))
    sheet.wire((x, -3.9), (x + 1.6, -3.9))
    sheet.net("nm", (x + 1.6, -3.9))
    sheet.two("RS2", (x, -3.9), (x, -6.4))
    sheet.net("0", (x, -6.4))


def monitors(sheet: Sheet) -> None:
    """I, VB and VT to the processor's converter."""
    sheet.net("nm", (0, 0), "left")
    sheet.two("RMI", (0, 0), (3, 0))
    sheet.net("mi", (3.4, 0), "up")
    sheet.wire((3, 0), (4.4, 0))
    minus, out = sheet.opamp("UC", (4.4, 0))
    sheet.wire(minus, (4.4, -3.4))
    sheet.two("RG1", (4.4, -3.4), (1.4, -3.4), -1)
    sheet.wire((1.4, -3.4), (0.6, -3.4))
    sheet.net("0", (0.6, -3.4))
    sheet.net("mn", (4.4, -2.4), "left")
    sheet.two("RG2", (7.4, -3.4), (4.4, -3.4), -1)
    sheet.wire((7.4, -3.4), (7.4, out[1]))
    sheet.wire(out, (8.2, out[1]))
    sheet.net("mo", (7.4, out[1]), "up")
    _filter(sheet, "I", (8.2, out[1]))
    _divided(sheet, -8.6, "B", "vb", "UB")
    _divided(sheet, -18.6, "T", "vt", "UD")
    supply, ground = sheet.box("U1", (15.5, -13), (2.6, 2.4), [("4 VDD", 1.7), ("11 VSS", 0.6)])
    sheet.net("v33", supply, "left")
    sheet.net("0", ground)
    sheet.two("CB1", (20.5, -10.6), (20.5, -13))
    sheet.net("v33", (20.5, -10.6), "up")
    sheet.net("0", (20.5, -13))
    sheet.note((14, -15.5), "pins of U1 (+ - out): UA 3 2 1,")
    sheet.note((14, -16.2), "UB 5 6 7, UC 10 9 8, UD 12 13 14")


def _divided(sheet: Sheet, y: float, leg: str, net: str, amp: str) -> None:
    """A divider by 5.7 and its follower."""
    low = leg.lower()
    sheet.net(net, (0, y + 2.6), "up")
    sheet.two(f"RD{leg}1", (0, y + 2.6), (0, y + 0.1), -1)
    sheet.two(f"RD{leg}2", (0, y + 0.1), (0, y - 2.4), -1)
    sheet.net(f"d{low}1", (0, y + 0.1), "right")
    sheet.two(f"RD{leg}3", (0, y - 2.4), (0, y - 4.9), -1)
    sheet.net("0", (0, y - 4.9))
    sheet.wire((0, y - 2.4), (3, y - 2.4), (3, y), (4.4, y))
    sheet.net(f"d{low}", (1.5, y - 2.4), "up")
    minus, out = sheet.opamp(amp, (4.4, y))
    sheet.wire(minus, (4.4, minus[1] - 1.2), (7.4, minus[1] - 1.2), (7.4, out[1]))
    sheet.wire(out, (8.2, out[1]))
    sheet.net(f"{low}o", (7.4, out[1]), "up")
    _filter(sheet, leg, (8.2, out[1]))


def _filter(sheet: Sheet, leg: str, start: Point) -> None:
    """1 k and 10 n before the converter."""
    x, y = start
    sheet.two(f"RA{leg}", start, (x + 3, y))
    sheet.two(f"CA{leg}", (x + 3, y), (x + 3, y - 2.4))
    sheet.net("0", (x + 3, y - 2.4))
    sheet.wire((x + 3, y), (x + 4.6, y))
    sheet.net(f"adc{leg.lower()}", (x + 4.6, y))
