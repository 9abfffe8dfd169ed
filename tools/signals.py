"""What the device shows and sounds, as a table for the host."""

from galva.app.signals import ROWS, signal

# name: (light: ((r, g, b), ms) steps for ever, sound: (Hz, ms) steps once, line on the screen)
TABLE = {name: signal(name) for name in (row.split("|")[0] for row in ROWS.split("\n") if row)}
