"""The sheets of the supply, the gate and the panel: where each part lies."""

from tools.guide.joins import Point
from tools.guide.sheet import Sheet
from tools.guide.sheet_bridge import driver


def supply(sheet: Sheet) -> None:
    """Cell, fuse, switch, boost converter, the regulator of HV and its switch."""
    sheet.two("BT1", (0, 3), (0, 0))
    sheet.net("0", (0, 0))
    sheet.wire((0, 3), (0.6, 3))
    sheet.two("F1", (0.6, 3), (2.8, 3))
    sheet.two("SW5", (2.8, 3), (5, 3))
    sheet.net("cell", (0, 3), "up")
    sheet.net("fused", (2.8, 3), "down")
    sheet.net("bat", (5, 3), "down")
    sheet.two("DVS", (5, 3), (5, 5.5), -1)
    sheet.net("vsys", (5, 5.5), "up")
    bat, ground, boost = sheet.box(
        "U4", (7, 1.2), (2.4, 2.4), [("IN+", 1.8), ("IN-", 0.6), ("|OUT+", 1.8)]
    )
    sheet.wire((5, 3), bat)
    sheet.net("0", ground)
    sheet.wire(boost, (15, 3))
    sheet.net("boost", (10.2, 3), "up")
    sheet.two("DZ1", (10.8, 0), (10.8, 3))
    sheet.net("0", (10.8, 0))
    sheet.two("CIN", (13.4, 3), (13.4, 0))
    sheet.net("0", (13.4, 0))
    _regulator(sheet)


def _regulator(sheet: Sheet) -> None:
    """U5 with what sets HV, what discharges it, and what switches it."""
    pins = [("8 IN", 2.4), ("|1 OUT", 2.4), ("|7 FB", 1.5), ("3 SHDN", 0.6), ("|4 GND", 0.6)]
    _in, out, feedback, off, ground = sheet.box("U5", (15.5, 0.6), (3.0, 3.0), pins)
    sheet.net("0", ground)
    sheet.wire(out, (26.8, 3))
    sheet.net("hv", (26.8, 3))
    sheet.wire(feedback, (20, 2.1), (20, 0), (21, 0))
    sheet.two("RV1", (21, 3), (21, 0))
    sheet.net("fb", (20, 0), "left")
    sheet.two("RV2", (21, 0), (21, -2.5))
    sheet.net("0", (21, -2.5))
    sheet.two("COUT", (23.6, 3), (23.6, 0))
    sheet.net("0", (23.6, 0))
    sheet.two("RBL", (26.2, 3), (26.2, 0))
    sheet.net("0", (26.2, 0))
    _switch(sheet, off)


def _switch(sheet: Sheet, off: Point) -> None:
    """HV is off until HV_EN is high."""
    sheet.wire(off, (15, -1.8))
    sheet.net("sd", (15, -1.8), "right")
    sheet.two("RSD", (12, -1.8), (15, -1.8))
    sheet.net("bat", (12, -1.8), "left")
    collector, emitter = sheet.transistor("QH", (14.25, -3.7))
    sheet.wire((15, -1.8), collector)
    sheet.net("0", emitter)
    driver(sheet, (14.25, -3.7), "hv_en", "bh", "RHB", "RHQ")


def supply_b(sheet: Sheet) -> None:
    """The cell of the board and the coil, the 9 V block of the bridge."""
    sheet.two("BT1", (0, 3), (0, 0))
    sheet.net("0", (0, 0))
    sheet.wire((0, 3), (0.6, 3))
    sheet.two("F1", (0.6, 3), (2.8, 3))
    sheet.two("SW5", (2.8, 3), (5, 3))
    sheet.two("DVS", (5, 3), (8, 3))
    sheet.net("cell", (0, 3), "up")
    sheet.net("fused", (2.8, 3), "down")
    sheet.net("bat", (5, 3), "down")
    sheet.net("vsys", (8, 3))
    sheet.two("BT2", (12, 3), (12, 0))
    sheet.net("0", (12, 0))
    sheet.two("SW6", (12, 3), (15, 3))
    sheet.net("block", (12, 3), "up")
    sheet.two("RLIM", (15, 3), (18, 3))
    sheet.net("hv", (15, 3), "up")
    sheet.net("vt", (18, 3))


def gate(sheet: Sheet) -> None:
    """ALIVE's pump, the two transistors, the relay's coil and what USB power does to them."""
    sheet.net("alive", (0, 4), "left")
    sheet.two("RAL", (0, 4), (2.6, 4))
    sheet.net("a1", (2.6, 4), "down")
    for n, x in ((1, 2.6), (2, 6.2)):
        sheet.wire((x, 4), (x + 0.4, 4))
        sheet.two(f"C{n}", (x + 0.4, 4), (x + 3.2, 4))
        sheet.wire((x + 3.2, 4), (x + 3.6, 4))
        sheet.wire((x + 0.4, 4), (x + 0.4, 6))
        sheet.two(f"RC{n}", (x + 0.4, 6), (x + 3.2, 6))
        sheet.wire((x + 3.2, 6), (x + 3.2, 4))
    sheet.net("a2", (6.2, 4), "down")
    sheet.net("a3", (9.8, 4), "up")
    sheet.two("DP1", (9.8, 1), (9.8, 4), -1)
    sheet.net("0", (9.8, 1))
    sheet.two("DP2", (9.8, 4), (13, 4))
    sheet.wire((13, 4), (21, 4))
    sheet.net("st", (14, 4), "up")
    for part, x in (("CST", 14.0), ("RST1", 16.2), ("RST2", 18.6)):
        sheet.two(part, (x, 4), (x, 1))
        sheet.net("0", (x, 1))
    _coil(sheet)
    _interlock(sheet)


def _coil(sheet: Sheet) -> None:
    """M1, M2 and the coil of the relay."""
    sheet.two("RM2", (21, 4), (24, 4))
    sheet.net("g2", (24.2, 4), "up")
    sheet.wire((24, 4), (24.6, 4))
    drain, source = sheet.mosfet("M2", (24.6, 4))
    sheet.wire((21, 4), (21, 1.6))
    sheet.two("RM1", (21, 1.6), (24, 1.6))
    sheet.net("g1", (24.2, 1.6), "up")
    sheet.wire((24, 1.6), (24.6, 1.6))
    below, ground = sheet.mosfet("M1", (24.6, 1.6))
    sheet.wire(source, below)
    sheet.net("m12", ((source[0] + below[0]) / 2, (source[1] + below[1]) / 2), "right")
    sheet.net("0", ground)
    x = drain[0]
    coil_up, coil_down = sheet.box("K1", (x + 0.5, 5.6), (2.2, 2.4), [("1 +", 1.8), ("8 -", 0.6)])
    sheet.wire(drain, (x, coil_down[1]), coil_down)
    sheet.net("coil", (x, 5.4), "left")
    sheet.wire((x - 1.6, coil_down[1]), coil_down)
    sheet.two("DK", (x - 1.6, coil_down[1]), (x - 1.6, 8.4), -1)
    sheet.wire((x - 1.6, 8.4), (x, 8.4), coil_up)
    sheet.net("bat", (x, 8.4), "up")


def _interlock(sheet: Sheet) -> None:
    """USB power empties CST; a divider tells the processor."""
    collector, emitter = sheet.transistor("QU", (9, -4))
    sheet.wire(collector, (collector[0], -2))
    sheet.net("st", (collector[0], -2), "up")
    sheet.net("0", emitter)
    driver(sheet, (9, -4), "vbus", "bu", "RUB", "RUQ")
    sheet.net("vbus", (15, -2), "left")
    sheet.two("RVS1", (15, -2), (18, -2))
    sheet.wire((18, -2), (20, -2))
    sheet.net("vbus_in", (20, -2))
    sheet.two("RVS2", (18, -2), (18, -5))
    sheet.net("0", (18, -5))


def panel(sheet: Sheet) -> None:
    """Buttons, light, buzzer, screen, the socket of the link and the test points."""
    for n, net in enumerate(("start", "mode", "plus", "minus"), 1):
        y = 12.0 - 2 * n
        sheet.net(net, (0, y), "left")
        sheet.two(f"SW{n}", (0, y), (3, y))
        sheet.wire((3, y), (3.6, y))
        sheet.net("0", (3.6, y))
    _light(sheet)
    _modules(sheet)


def _light(sheet: Sheet) -> None:
    """Light and buzzer with their resistors."""
    colours = ("RLR", "red", "led_r"), ("RLG", "green", "led_g"), ("RLU", "blue", "led_b")
    for n, (part, net, middle) in enumerate(colours):
        y = 10.0 - 1.6 * n
        sheet.net(net, (9, y), "left")
        sheet.two(part, (9, y), (12, y))
        sheet.wire((12, y), (13.9, y))
        sheet.net(middle, (12.8, y), "down")
    pins = [("R", 4.2), ("G", 2.6), ("B", 1.0), ("|K", 2.6)]
    light = sheet.box("LED1", (14.4, 5.8), (1.8, 5.0), pins)
    sheet.net("0", light[3])
    sheet.net("buzzer", (9, 4), "left")
    sheet.two("RBUZ", (9, 4), (12, 4))
    sheet.net("bz", (12.8, 4), "down")
    sheet.wire((12, 4), (13.9, 4))
    buzzer = sheet.box("LS1", (14.4, 3.2), (1.8, 1.6), [("+", 0.8), ("|-", 0.8)])
    sheet.net("0", buzzer[1])


def _modules(sheet: Sheet) -> None:
    """Screen, link and test pins."""
    pins = [("VCC", 3.6), ("GND", 2.6), ("SDA", 1.6), ("SCL", 0.6)]
    screen = sheet.box("DS1", (21, 6.4), (2.4, 4.4), pins)
    for net, at in zip(("v33", "0", "sda", "scl"), screen):
        sheet.net(net, at, "left")
    link = sheet.box("J3", (21, 1.8), (2.4, 3.0), [("TX", 2.4), ("RX", 1.5), ("GND", 0.6)])
    for net, at in zip(("uart_tx", "uart_rx", "0"), link):
        sheet.net(net, at, "left")
    test_pins = (part for part in sheet.parts if part.startswith("TP") and part > "TP2")
    for n, part in enumerate(test_pins):
        (end,) = sheet.box(part, (1.0 + 3.2 * n, -0.6), (0.6, 0.6), [("", 0.3)])
        net = sheet.parts[part].nodes[0]
        sheet.net(net, end, "left")
