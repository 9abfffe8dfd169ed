"""ESP32 DevKitC (WROOM-32 module) with the simple front end B, an MCP4821 and an MCP3204.

| role | pin | to |
|---|---|---|
| PA, PB, RUN | GPIO25, GPIO26, GPIO27 | bridge level shifters |
| ALIVE | GPIO33 | gate charge pump |
| CS, SCK, MOSI | GPIO4, GPIO18, GPIO23 | MCP4821 (I2S: WS, SCK, SD) |
| adc CS, SCK, MISO, MOSI | GPIO13, GPIO21, GPIO19, GPIO22 | MCP3204: I, VB, VT, battery / 3 |
| VBUS | GPIO14 | USB power through a divider, 100 kOhm |
| START, MODE, PLUS, MINUS | GPIO34, GPIO35, GPIO36, GPIO39 | buttons to ground, 10 kOhm to 3.3 V |
| buzzer | GPIO16 | passive buzzer |
| ws2812 | GPIO17 | WS2812 light |

No screen: one pin is left that may be driven.
"""

from galva.core.board import Board, Pins

BOARD = Board(
    name="esp32_b",
    chip="esp32",
    front_end="B",
    pins=Pins(
        pa=25,
        pb=26,
        run=27,
        alive=33,
        cs=4,
        sck=18,
        mosi=23,
        adc_cs=13,
        adc_sck=21,
        adc_miso=19,
        adc_mosi=22,
        vbus=14,
        start=34,
        mode=35,
        plus=36,
        minus=39,
        buzzer=16,
        ws2812=17,
    ),
)
