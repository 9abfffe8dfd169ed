"""Galva's files onto a board, and a maker's own data off it and back, over mpremote.

A deploy copies beside the running files (`.part`), checks them by hash on the device, and then
switches in one go under the marker `safe_mode`: whatever cuts it, the old app, the new one or safe
mode boots.
"""
