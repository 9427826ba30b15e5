"""Chart: how a session went, hour by hour, with its decisions marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lens.theme import BLUE, GREY, RED, panel, picture, themed
from ..world.constants import HOURS_PER_DAY

if TYPE_CHECKING:
    from ..lens.theme import Picture
    from .session import Session


def session_figure(session: Session) -> Picture:
    """Return trust and complaints since the player sat down, with the sentence that says so as `.says`."""
    hours = session.history()
    days = (hours["hour"] + 1) / HOURS_PER_DAY
    complaints = hours["complaints"].rolling(HOURS_PER_DAY, min_periods=1).sum()
    decided = sorted({one.hour / HOURS_PER_DAY for one in session.decisions})
    with themed():
        figure = picture(9.6, 4.8)
        upper = panel(figure, 0.09, 0.57, 0.88, 0.34, "Trust in the brand (share)")
        upper.plot(days, hours["trust"], color=BLUE)
        upper.tick_params(labelbottom=False)
        lower = panel(figure, 0.09, 0.12, 0.88, 0.32, "Complaints in the last 24 hours (posts)")
        lower.plot(days, complaints, color=RED, linestyle="--")
        lower.set_xlabel("day of the run; the upright strokes above mark your decisions")
        lower.set_ylim(bottom=0)
        upper.plot(decided, [0.02] * len(decided), transform=upper.get_xaxis_transform(), linestyle="none",
                   marker="|", markersize=12, color=GREY)  # fmt: skip
        for axes in (upper, lower):
            axes.grid(axis="y")
            axes.set_xlim(
                session.start.hour / HOURS_PER_DAY, max(session.hour, session.start.hour + 1) / HOURS_PER_DAY
            )
    if hours.empty:
        figure.says = "No hour has been lived yet."
    else:
        first, last = session.start.hour / HOURS_PER_DAY, session.hour / HOURS_PER_DAY
        trust = hours["trust"]
        figure.says = (
            f"From day {first:.0f} to {last:.1f} trust went from {trust.iloc[0]:.3f} to {trust.iloc[-1]:.3f}; at "
            f"most {complaints.max():.0f} complaints came in a day. {len(session.decisions)} decisions were taken."
        )
    return figure
