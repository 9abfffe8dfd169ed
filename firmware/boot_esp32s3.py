# boot.py of boards/esp32s3.py: off, and nothing else, for the reasons in boot.py. After a soft
# reset I2S has stopped and the DAC keeps its last code: 16 zeros shut it down.
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
