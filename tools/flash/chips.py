"""What an image of each chip looks like, and where it goes."""

from dataclasses import dataclass

# Families of UF2 blocks (microsoft/uf2 utils/uf2families.json; RP2350 datasheet 5.5.3).
ABSOLUTE = 0xE48BFF57  # one block in front of RP2350 images, for erratum E10: not an image's part
FAMILIES = {
    0xE48BFF56: "rp2040",
    0xE48BFF59: "rp2350",
    0xE48BFF5A: "rp2350 RISC-V",
    0xE48BFF5B: "rp2350 non-secure",
}


@dataclass(frozen=True)
class Drive:
    """The boot drive of a chip: Board-ID of its INFO_UF2.TXT, which is its label too."""

    board_id: str
    usb: str


@dataclass(frozen=True)
class Loader:
    """Of Espressif's boot loader: where its image goes in flash, chip_id in the image's header.

    Offsets: esptool docs, troubleshooting, BOOTLOADER_OFFSET; MicroPython's board.json agree.
    """

    offset: int
    chip_id: int


RP2 = {"rp2040": Drive("RPI-RP2", "2e8a:0003"), "rp2350": Drive("RP2350", "2e8a:000f")}
ESP32 = {"esp32": Loader(0x1000, 0), "esp32s3": Loader(0, 9), "esp32c3": Loader(0, 5)}
