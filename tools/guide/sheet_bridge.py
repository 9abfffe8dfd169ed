"""The sheets from the clamp to the jacks: where each part lies."""

from tools.guide.joins import Point
from tools.guide.sheet import Sheet


def limiter(sheet: Sheet) -> None:
    """The current clamp at the top: RLIM, QL1, QL2."""
    sheet.net("hv", (0, 6), "up")
    sheet.two("RLIM", (0, 6), (0, 3), -1)
    collector, emitter = sheet.transistor("QL2", (0.75, 0.7), mirrored=True)
    sheet.wire((0, 3), emitter)
    sheet.net("le", (0, 2.2), "left")
    sheet.wire(collector, (0, -1.2))
    sheet.net("vt", (0, -1.2), "down")
    sheet.wire((0.75, 0.7), (4.5, 0.7))
    sheet.net("lb", (2.5, 0.7), "up")
    collector, emitter = sheet.transistor("QL1", (3.75, 3))
    sheet.wire((0, 3), (3.75, 3))
    sheet.wire(emitter, (4.5, 6), (0, 6))
    sheet.wire(collector, (4.5, 0.7))
    sheet.two("RLB1", (4.5, 0.7), (4.5, -1.8))
    sheet.net("lbx", (4.5, -1.8), "left")
    sheet.two("RLB2", (4.5, -1.8), (4.5, -4.3))
    sheet.net("0", (4.5, -4.3))
    sheet.note((-3.5, -5.8), "lb: short, and away from oa, qb, din, dac")


def bridge(sheet: Sheet) -> None:
    """The switches of U2: two legs and the crowbar, and its supply pins."""
    pins = [("16 VDD", 2.0), ("6, 7, 8", 1.0)]
    supply, ground = sheet.box("U2", (17, 2), (2.6, 2.8), pins)
    sheet.net("hv", supply, "left")
    sheet.net("0", ground)
    sheet.two("CB2", (22, 4.5), (22, 2))
    sheet.net("hv", (22, 4.5), "up")
    sheet.net("0", (22, 2))
    for leg, x, control, net in (("A", 0.0, "ca", "la"), ("B", 6.0, "cb", "lg")):
        sheet.gang(f"X{leg}1", (x, 6), (x, 3), control, supply)
        sheet.gang(f"X{leg}0", (x, 0), (x, 3), control, supply)
        sheet.wire((x, 3), (x + 1.4, 3))
        sheet.net(net, (x + 1.4, 3))
    sheet.gang("XZ1", (12, 6), (12, 0), "cz", supply)
    sheet.wire((0, 6), (12, 6))
    sheet.wire((0, 0), (12, 0))
    sheet.net("vt", (3.5, 6), "up")
    sheet.net("vb", (3.5, 0), "down")
    sheet.note(
        (-2, -1.5),
        "pins of U2: XA1 13-14, XA0 12-14, ca 11; XB1 1-15, XB0 2-15, cb 10; XZ1 3-4, cz 9",
    )


def shifters(sheet: Sheet) -> None:
    """PA, PB and RUN (pz) to the controls of U2."""
    for number, (leg, pin) in enumerate((("A", "pa"), ("B", "pb"), ("Z", "pz"))):
        x, low = 10.0 * number, leg.lower()
        collector, emitter = sheet.transistor(f"QS{leg}", (x, 0))
        sheet.net("0", emitter)
        top = collector[0], 4.4
        sheet.two(f"RPU{leg}", top, (collector[0], 1.9))
        sheet.net("hv", top, "up")
        sheet.wire((collector[0], 1.9), collector)
        sheet.wire((collector[0], 1.3), (x + 1.7, 1.3))
        sheet.net(f"c{low}", (x + 1.7, 1.3))
        driver(sheet, (x, 0), pin, f"b{low}", f"RB{leg}", f"RQ{leg}")


def driver(sheet: Sheet, base: Point, pin: str, net: str, series: str, down: str) -> None:
    """Series resistor from a pin, pull-down at the base."""
    x, y = base
    sheet.two(series, (x - 4.2, y), (x - 1.7, y))
    sheet.net(pin, (x - 4.2, y), "left")
    sheet.wire((x - 1.7, y), base)
    sheet.net(net, (x - 0.8, y), "up")
    sheet.two(down, (x - 1.7, y), (x - 1.7, y - 2.2), -1)
    sheet.net("0", (x - 1.7, y - 2.2))


def patient(sheet: Sheet) -> None:
    """RP1, RP2, the contacts of the relay, the dummy and the jacks."""
    for y, leg, n, way in ((5.0, "la", 1, 1), (0.0, "lg", 2, -1)):
        sheet.net(leg, (0, y), "left")
        sheet.two(f"RP{n}", (0, y), (3, y), way)
        sheet.net(f"k{n}", (3, y), "down" if way > 0 else "up")
        sheet.two(f"KNC{n}", (3.6, y), (6.6, y), -way)
        sheet.wire((3, y), (3.6, y), (3.6, y + 1.8 * way))
        sheet.two(f"KNO{n}", (3.6, y + 1.8 * way), (6.6, y + 1.8 * way), way)
        sheet.wire((6.6, y + 1.8 * way), (13, y + 1.8 * way))
        sheet.wire((6.6, y), (9.2, y))
        sheet.net(f"e{n}", (8, y + 1.8 * way), "up" if way > 0 else "down")
        sheet.net(f"d{n}", (7.4, y), "down" if way > 0 else "up")
        sheet.box(f"J{n}", (13.5, y + 1.8 * way - 0.4), (1.2, 0.8), [("E" + str(n), 0.4)])
        sheet.box(f"TP{n}", (9.7, y - 0.3), (0.6, 0.6), [("", 0.3)])
    sheet.two("RDUM", (8.4, 5), (8.4, 0), -1)
    sheet.wire((12, 6.8), (12, 4))
    sheet.two("CLOAD", (12, 4), (12, 1))
    sheet.wire((12, 1), (12, -1.8))
