"""Pictures for docs/ and build/: PNG of few colours, below 200 kB."""

import io

from matplotlib.figure import Figure
from PIL import Image


def of_figure(figure: Figure, colours: int) -> bytes:
    """A figure of matplotlib, at its own size."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return small(Image.open(drawn).convert("RGB"), colours, Image.Quantize.MAXCOVERAGE)


def small(picture: Image.Image, colours: int, method: Image.Quantize | None = None) -> bytes:
    """Quantised; method: None is the median cut."""
    made = io.BytesIO()
    picture.quantize(colours, method).save(made, "PNG", optimize=True)
    return made.getvalue()
