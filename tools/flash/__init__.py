"""MicroPython onto a board: images looked at before they are written, boot drive, esptool."""
