"""Theme: how every figure looks, and how it comes with the sentence that says what it shows.

Figures are made without pyplot, so none stays open and no global setting changes. Colours are those of Okabe and
Ito, which colour-blind people can tell apart; marks, hatches and labels carry the same meaning again.
"""

from __future__ import annotations

import io
import sys
from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, GREY, PALE = "#1b2733", "#5b6770", "#d5dbe0"
BLUE, RED, GREEN, PURPLE = "#0072b2", "#d55e00", "#007a5a", "#a34f82"
"""Blue is this community; red marks what needs a look; grey is the world outside."""
SERIES = ((BLUE, "-", "o"), (RED, "--", "s"), (GREEN, "-.", "^"), (PURPLE, ":", "D"))
"""Colour, line and mark of the first, second, ... run in a figure."""
HATCHES = ("", "///", "...", "xx")
"""Filling of its bars."""

DPI = 100
SHARPNESS = 1.4  # pictures are stored with more dots than they are shown with
STYLE = {
    "font.family": "DejaVu Sans",  # ships with matplotlib, so pictures are the same everywhere
    "font.size": 12.5,
    "axes.titlesize": 13.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10.0,
    "axes.labelsize": 12.5,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": PALE,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.8,
    "lines.linewidth": 2.4,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


class Picture(Figure):
    """A figure with a text alternative.

    Attributes:
        says: the sentence that says what the figure shows.
    """

    says: str = ""

    def png(self) -> bytes:
        """Return the figure as a PNG picture."""
        return _png(self)

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Let a notebook show the figure, with the sentence for those who can't see it."""
        return _bundle(self, self.says)


def themed() -> AbstractContextManager[None]:
    """Return the context in which a figure is made and drawn."""
    return mpl.rc_context(STYLE)


def picture(width: float = 9.6, height: float = 4.6) -> Picture:
    """Return an empty figure, in inches of 100 dots: the default fits a 1366 x 768 projector."""
    return Picture(figsize=(width, height), dpi=DPI)


def panel(figure: Figure, left: float, bottom: float, width: float, height: float, title: str = "") -> Axes:
    """Return new axes at a fixed place, in shares of the figure; fixed places draw faster than fitted ones."""
    axes = figure.add_axes((left, bottom, width, height))
    if title:
        axes.set_title(title)
    return axes


def show(figure: Figure, says: str | None = None) -> None:
    """Show a figure with its sentence: as caption below, and as text alternative of the picture.

    JupyterLab does not pass the text alternative on to screen readers (web pages made from a notebook do), so the
    caption must be enough by itself.

    Args:
        figure: any matplotlib figure.
        says: the sentence; None takes the figure's own.

    Raises:
        TypeError: if `figure` is not a figure.
        ValueError: if there is no sentence: a figure without one shows nothing to those who can't see it.
    """
    if not isinstance(figure, Figure):
        raise TypeError(f"figure must be a matplotlib figure, got {type(figure).__name__}")
    says = says or getattr(figure, "says", "")
    if not says:
        raise ValueError("says must be the sentence that says what the figure shows, got none")
    figure.says = says
    if "IPython" not in sys.modules:
        print(says)
        return
    from IPython.display import display

    data, metadata = _bundle(figure, says)
    display(data, metadata=metadata, raw=True)
    display({"text/plain": says, "text/markdown": f"*{says}*"}, raw=True)
    _close(figure)


def _bundle(figure: Figure, says: str) -> tuple[dict[str, Any], dict[str, Any]]:
    width = round(figure.get_figwidth() * DPI)
    data = {"image/png": _png(figure), "text/plain": says}
    return data, {"image/png": {"alt": says, "width": width}}


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    with themed():
        figure.savefig(stream, format="png", dpi=DPI * SHARPNESS, pil_kwargs={"compress_level": 4})
    return stream.getvalue()


def _close(figure: Figure) -> None:
    """Close a figure made with pyplot, which would otherwise be shown a second time."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
