metadata(description="MCP3204 SPI ADC driver, legal in an IRQ.", version="0.1.0")
module("mcp3204.py")
