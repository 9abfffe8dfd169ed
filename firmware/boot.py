# Off, and nothing before it: runs after every reset, even when main.py does not. RUN first, for
# after a soft reset the bridge may still be driving. The pins are the board's (host_tests compare
# them); they are written out here because an import may fail and these lines may not. umachine is
# machine, but MicroPython looks for no file of that name first: 8 ms.
try:
    from umachine import SPI, Pin
except ImportError:  # a MicroPython without the old names
    from machine import SPI, Pin

for gpio in (4, 2, 3, 6, 5):  # RUN, PA, PB, ALIVE, HV_EN
    Pin(gpio, Pin.OUT, value=0)
cs = Pin(17, Pin.OUT, value=1)  # a frame cut in two by the reset ends here, ignored
cs(0)
SPI(0, baudrate=10_000_000, sck=Pin(18), mosi=Pin(19)).write(b"\x30\x00")  # DAC code 0
cs(1)

# A text, so that the above does not wait until this is compiled too: 3 ms. In safe mode main.py is
# not run: it can be mended.
exec("""
try:
    from uos import listdir
except ImportError:
    from os import listdir

if Pin(13, Pin.IN, Pin.PULL_UP)() == 0 or "safe_mode" in listdir():  # MINUS
    Pin(20, Pin.OUT, value=1)  # red light
    raise RuntimeError("safe mode: let go of MINUS, remove the file safe_mode, then reset")
""")
