metadata(description="MCP4801/4811/4821 SPI DAC driver, legal in an IRQ.", version="0.1.0")
module("mcp48xx.py")
