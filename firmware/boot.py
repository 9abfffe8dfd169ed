# Off, and nothing else: runs after every reset, even when main.py does not. RUN first, for after a
# soft reset the bridge may still be driving. The pins are the board's (host_tests compare them);
# they are written out here because an import may fail and these lines may not.
from machine import SPI, Pin

for gpio in (4, 2, 3, 6, 5):  # RUN, PA, PB, ALIVE, HV_EN
    Pin(gpio, Pin.OUT, value=0)
cs = Pin(17, Pin.OUT, value=1)  # a frame cut in two by the reset ends here, ignored
cs(0)
SPI(0, baudrate=10_000_000, sck=Pin(18), mosi=Pin(19)).write(b"\x30\x00")  # DAC code 0
cs(1)
