metadata(description="SSD1306 OLED driver that draws one page at a time.", version="0.1.0")
module("ssd1306.py")
