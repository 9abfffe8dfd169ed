metadata(description="MCP48xx and MCP49xx SPI DAC driver, legal in an IRQ.", version="0.1.0")
module("mcp48xx.py")
