"""The SSD1306 as seen on the I2C bus (data sheet rev 1.1): commands, memory, and what is lit.

Strict: what a driver has no reason to send to a module of 128 x 64 dots raises OledError.
"""

from tools.sim.glass import lines

ADDRESS = 0x3C
WIDTH, HEIGHT = 128, 64
PAGES = HEIGHT // 8
_NOISE = bytes(37 * at * at >> 3 & 255 for at in range(WIDTH * PAGES))  # memory after power-on

# Section 9: command -> (name of its register, least, most) of each byte that follows.
_WITH_VALUE = {
    0x20: ("addressing", 0, 2),
    0x81: ("contrast", 0, 255),
    0x8D: ("charge_pump", 0x10, 0x14),
    0xA8: ("multiplex", 15, 63),
    0xD3: ("offset", 0, 63),
    0xD5: ("clock", 0, 255),
    0xD9: ("precharge", 0x11, 0xFF),
    0xDA: ("com_pins", 0x02, 0x32),
    0xDB: ("vcomh", 0x00, 0x30),
}
_AS_RESET = {
    "addressing": 2,
    "contrast": 0x7F,
    "charge_pump": 0x10,
    "multiplex": 63,
    "offset": 0,
    "clock": 0x80,
    "precharge": 0x22,
    "com_pins": 0x12,
    "vcomh": 0x20,
    "start_line": 0,
    "remapped": 0,  # column 127 is SEG0
    "all_on": 0,
    "inverse": 0,
    "lit": 0,
    "reversed": 0,  # COM63 first
}
_FLAGS = {  # command -> (name, value)
    0xA0: ("remapped", 0),
    0xA1: ("remapped", 1),
    0xA4: ("all_on", 0),
    0xA6: ("inverse", 0),
    0xAE: ("lit", 0),
    0xAF: ("lit", 1),
    0xC0: ("reversed", 0),
    0xC8: ("reversed", 1),
}


class OledError(AssertionError):
    """The driver sent what this chip or module does not take."""


class Oled:
    """A module whose connector is above its glass. It acts at each byte, as the chip does.

    written: pages that got at least one byte of data, as counts.
    """

    def __init__(self) -> None:
        self.power_on()

    def power_on(self) -> None:
        """Supply comes: registers as after reset, noise in the memory."""
        self.memory = bytearray(_NOISE)
        self.registers = dict(_AS_RESET)
        self.page = self.column = 0
        self.written = [0] * PAGES
        self._control: int | None = None
        self._waits_for = 0  # the command whose value comes next

    # ---- the bus

    def start(self, reading: bool) -> None:
        """Addressed."""
        if reading:
            raise OledError("nothing is to be read on I2C here")
        self._control = None

    def stop(self) -> None:
        """The bus is free: a torn command is forgotten."""
        self._waits_for = 0

    def write(self, value: int) -> bool:
        """A byte after the address: a control byte, then commands or data; acknowledged."""
        if self._control is None:
            if value not in (0x00, 0x40):  # section 8.1.5.2: Co = 0
                raise OledError(f"control byte {value:#x}")
            self._control = value
        elif self._control:
            self._data(value)
        else:
            self._command(value)
        return True

    def _data(self, value: int) -> None:
        if self.registers["addressing"] != 2:
            raise OledError("the model knows page addressing only")
        self.memory[self.page * WIDTH + self.column] = value
        self.written[self.page] += not self.column
        self.column = (self.column + 1) % WIDTH  # section 10.1.3: the page stays

    def _command(self, value: int) -> None:
        if self._waits_for:
            name, least, most = _WITH_VALUE[self._waits_for]
            if not least <= value <= most:
                raise OledError(f"{name} {value:#x}")
            self.registers[name] = value
            self._waits_for = 0
        elif value in _WITH_VALUE:
            self._waits_for = value
        elif value in _FLAGS:
            name, flag = _FLAGS[value]
            self.registers[name] = flag
        else:
            self._place(value)

    def _place(self, value: int) -> None:
        if value < 0x10:
            self.column = self.column & 0xF0 | value
        elif value < 0x18:
            self.column = self.column & 0x0F | (value & 7) << 4
        elif 0x40 <= value < 0x80:
            self.registers["start_line"] = value & 63
        elif 0xB0 <= value < 0xB0 + PAGES:
            self.page = value & 7
        else:
            raise OledError(f"command {value:#x}")

    # ---- the eye

    @property
    def lit(self) -> bool:
        """Something may be seen: on, with the voltage that the module has from its charge pump."""
        return bool(self.registers["lit"] and self.registers["charge_pump"] == 0x14)

    @property
    def pixels(self) -> list[list[int]]:
        """64 rows of 128 dots from the upper left, 1 = lit. OledError: no picture, garbled."""
        now = self.registers
        if (now["multiplex"], now["com_pins"]) != (63, 0x12):
            raise OledError(f"not this module's rows: {now}")
        if not self.lit:
            return [[0] * WIDTH for _ in range(HEIGHT)]
        return [[self._dot(x, y) for x in range(WIDTH)] for y in range(HEIGHT)]

    def _dot(self, x: int, y: int) -> int:
        """The module's glass is upside down and mirrored for the chip as it comes up."""
        now = self.registers
        column = x if now["remapped"] else WIDTH - 1 - x
        row = y if now["reversed"] else HEIGHT - 1 - y
        row = (row + now["start_line"] + now["offset"]) % HEIGHT
        return self.memory[row // 8 * WIDTH + column] >> row % 8 & 1

    @property
    def shown(self) -> bytes:
        """What is lit: 8 pages from above, each of 128 columns, bit 0 uppermost. OledError."""
        rows = self.pixels
        return bytes(
            sum(rows[8 * page + bit][x] << bit for bit in range(8))
            for page in range(PAGES)
            for x in range(WIDTH)
        )

    @property
    def text(self) -> list[str]:
        """What a person reads, from above: 16 characters a line, or 8 of double size.

        The grey block of the font is "#"; what is no character is UNKNOWN. Spaces at the right
        are left out. [] when it is dark.
        """
        return list(lines(self.pixels)) if self.lit else []
