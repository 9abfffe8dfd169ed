"""`make demo`: one session of the whole device, as a person would use it, drawn and judged."""

from tools import ROOT

__all__ = ["ROOT"]
