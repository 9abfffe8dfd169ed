"""Galva: open firmware for a microcurrent device that a person can trust. Not a medical device."""

VERSION = "0.1.0"
