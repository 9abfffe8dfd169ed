"""ESP32-S3 DevKitC-1 with front end A and an MCP3204.

| role | pin | to |
|---|---|---|
| PA, PB, RUN | GPIO4, GPIO5, GPIO6 | bridge level shifters |
| HV_EN, ALIVE | GPIO7, GPIO15 | rail switch, gate charge pump |
| CS, SCK, MOSI | GPIO10, GPIO12, GPIO11 | MCP4821 (I2S: WS, SCK, SD) |
| adc CS, SCK, MISO, MOSI | GPIO13, GPIO14, GPIO16, GPIO17 | MCP3204: I, VB, VT, battery / 3 |
| VBUS | GPIO18 | USB power through a divider, 100 kOhm |
| SDA, SCL | GPIO42, GPIO47 | screen SSD1306, optional |
| START, MODE, PLUS, MINUS | GPIO1, GPIO2, GPIO8, GPIO9 | buttons to ground |
| buzzer | GPIO21 | passive buzzer |
| red, green, blue | GPIO39, GPIO40, GPIO41 | RGB light, common cathode |
"""

from galva.core.board import Board, Pins

BOARD = Board(
    name="esp32_s3",
    chip="esp32s3",
    front_end="A",
    pins=Pins(
        pa=4,
        pb=5,
        run=6,
        hv_en=7,
        alive=15,
        cs=10,
        sck=12,
        mosi=11,
        adc_cs=13,
        adc_sck=14,
        adc_miso=16,
        adc_mosi=17,
        vbus=18,
        sda=42,
        scl=47,
        start=1,
        mode=2,
        plus=8,
        minus=9,
        buzzer=21,
        red=39,
        green=40,
        blue=41,
    ),
)
