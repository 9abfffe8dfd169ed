# boot.py of boards/esp32.py: off, and nothing before it, for the reasons in boot.py. After a soft
# reset I2S has stopped and the DAC keeps its last code: 16 zeros shut it down.
from machine import Pin

for gpio in (27, 25, 26, 33, 32):  # RUN, PA, PB, ALIVE, HV_EN
    Pin(gpio, Pin.OUT, value=0)
cs = Pin(4, Pin.OUT, value=1)  # a frame cut in two by the reset ends here, ignored
sck = Pin(18, Pin.OUT, value=0)
Pin(23, Pin.OUT, value=0)  # MOSI
cs(0)
for _ in range(16):
    sck(1)
    sck(0)
cs(1)

from os import listdir  # noqa: E402  nothing may keep the above from being done

minus = Pin(39, Pin.IN)
if minus() == 0 or "safe_mode" in listdir():  # main.py is not run: it can be mended
    from machine import bitstream

    light = Pin(17, Pin.OUT, value=0)
    bitstream(light, 0, (400, 850, 800, 450), b"\x00\xff\x00")  # WS2812: red
    raise RuntimeError("safe mode: let go of MINUS, remove the file safe_mode, then reset")
