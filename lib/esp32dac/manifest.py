metadata(description="The ESP32's own 8-bit DAC behind 12-bit codes.", version="0.1.0")
module("esp32dac.py")
