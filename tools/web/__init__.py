"""The companion page: what a device delivers, for one on the desk and for one in the emulator.

`page/` is the page, build.py makes one file of it, server.py gives it to a browser with a link.
"""
