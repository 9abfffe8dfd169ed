metadata(description="MCP4725 I2C DAC driver; it makes the chip power up at zero.", version="0.1.0")
module("mcp4725.py")
