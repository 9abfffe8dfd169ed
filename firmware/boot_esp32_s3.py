# boot.py of boards/esp32_s3.py: off, and nothing before it, for the reasons in boot.py. After a
# soft reset I2S has stopped and the DAC keeps its last code: 16 zeros shut it down.
from machine import Pin

for gpio in (6, 4, 5, 15, 7):  # RUN, PA, PB, ALIVE, HV_EN
    Pin(gpio, Pin.OUT, value=0)
cs = Pin(10, Pin.OUT, value=1)  # a frame cut in two by the reset ends here, ignored
sck = Pin(12, Pin.OUT, value=0)
Pin(11, Pin.OUT, value=0)  # MOSI
cs(0)
for _ in range(16):
    sck(1)
    sck(0)
cs(1)

from os import listdir  # noqa: E402  nothing may keep the above from being done

minus = Pin(9, Pin.IN, Pin.PULL_UP)
if minus() == 0 or "safe_mode" in listdir():  # main.py is not run: it can be mended
    Pin(39, Pin.OUT, value=1)  # red light
    raise RuntimeError("safe mode: let go of MINUS, remove the file safe_mode, then reset")
