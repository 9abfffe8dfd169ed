"""Raspberry Pi Pico 2 with front end A: wired as a Pico.

| role | pin | to |
|---|---|---|
| UART TX, RX | GP0, GP1 | UART0, 3.3 V, to an isolated adapter; a board may leave it out |
| PA, PB, RUN | GP2, GP3, GP4 | bridge level shifters |
| HV_EN, ALIVE | GP5, GP6 | rail switch, gate charge pump |
| VBUS | GP7 | USB power through a divider |
| SDA, SCL | GP8, GP9 | screen SSD1306, optional |
| START, MODE, PLUS, MINUS | GP10, GP11, GP12, GP13 | buttons to ground |
| buzzer | GP14 | passive buzzer |
| CS, SCK, MOSI | GP17, GP18, GP19 | MCP4821 |
| red, green, blue | GP20, GP21, GP22 | RGB light, common cathode |
| I, VB, VT | GP26, GP27, GP28 | monitors (ADC0-2) |
| battery | GP29, GP25 | VSYS/3 (ADC3) on the module; GP25 is its LED, lit while the device is on |
"""

from galva.core.board import Board, Pins

BOARD = Board(
    name="pico2",
    chip="rp2350",
    front_end="A",
    pins=Pins(
        uart_tx=0,
        uart_rx=1,
        pa=2,
        pb=3,
        run=4,
        hv_en=5,
        alive=6,
        vbus=7,
        sda=8,
        scl=9,
        start=10,
        mode=11,
        plus=12,
        minus=13,
        buzzer=14,
        cs=17,
        sck=18,
        mosi=19,
        red=20,
        green=21,
        blue=22,
        adc_i=26,
        adc_vb=27,
        adc_vt=28,
        adc_battery=29,
        battery_on=25,
    ),
)
