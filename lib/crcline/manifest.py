metadata(description="A flat record as one line of JSON with a CRC-32.", version="0.1.0")
module("crcline.py")
