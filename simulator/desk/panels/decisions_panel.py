"""Decisions panel: what has been decided - go back to it, or see what it has changed, with luck kept the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ..terms import WORDS
from .deed_form import DeedForm
from .difference_plot import difference_plot
from .look import escaped, refill, short, when

if TYPE_CHECKING:
    from ..whatif import WhatIf
    from .board import Desk
    from .view import View

_NEITHER = "leave it out"
_OTHER = "do something else instead"


class DecisionsPanel:
    """Attributes: widget: what is shown. list: of the decisions. found: the last comparison, None before."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._desk = desk
        self.found: WhatIf | None = None
        self.list = widgets.Select(options=[], description="Your decisions", layout={"width": "100%"})
        self.list.add_class("cm-list")
        self._heading = widgets.HTML()
        self.rewind = widgets.Button(description="Go back to before it")
        self.rewind.on_click(lambda button: self._rewind())
        self._branches = widgets.Dropdown(options=[], description="Ways given up", layout={"width": "18rem"},
                                          style={"description_width": "initial"})  # fmt: skip
        self._switch = widgets.Button(description="Go on there")
        self._switch.on_click(lambda button: self._desk.switch(self._branches.value))
        self.instead = widgets.Dropdown(
            options=[_NEITHER, _OTHER], description="Same luck, but", layout={"width": "20rem"},
            style={"description_width": "initial"},
        )  # fmt: skip
        self.days = widgets.BoundedIntText(7, min=1, max=60, description="days", layout={"width": "8rem"},
                                           style={"description_width": "initial"})  # fmt: skip
        self.lucks = widgets.BoundedIntText(20, min=2, max=200, description="lucks", layout={"width": "8rem"},
                                            style={"description_width": "initial"})  # fmt: skip
        self.compare = widgets.Button(description="What has it changed?", button_style="primary")
        self.compare.on_click(lambda button: self._compare())
        self.form = DeedForm(desk.session.verbs(), "reply")
        self._result, self._table = widgets.Image(format="png", layout={"width": "100%"}), widgets.HTML()
        self._result.add_class("cm-picture")
        back = widgets.HBox([self.rewind, self._branches, self._switch])
        other = widgets.HBox([self.instead, self.days, self.lucks, self.compare])
        for box in (back, other):
            box.add_class("cm-bar")
        self.widget = widgets.VBox(
            [self._heading, self.list, back, other, self.form.widget, self._table, self._result]
        )
        self.widget.add_class("cm-rows")
        self.instead.observe(lambda change: self._shape(), "value")
        self.list.observe(lambda change: self._prefill(), "value")
        self._clear()
        self._shape()

    def paint(self, view: View) -> None:
        """Show what has been decided by now; a new decision is the one that is looked at."""
        before, many_before = self.list.value, len(self.list.options)
        results = view.results.set_index("number") if view.results is not None else None
        options = []
        for one in reversed(view.decisions):
            came = results.loc[one.number] if results is not None else None
            options.append((_line(one, came), one.number))
        numbers = [number for _, number in options]
        stays = before in numbers and len(numbers) == many_before
        refill(self.list, options, before if stays else next(iter(numbers), None))
        many = len(options)
        waiting = f"; {len(view.waiting)} wait for somebody with minutes" if view.waiting else ""
        self._heading.value = (
            f"<h3>{many} decision{'s' * (many != 1)} so far{waiting}</h3>"
            if many
            else "<h3>No decision yet</h3><span class='soft'>Whatever you decide is listed here, and you can come "
            "back to it.</span>"
        )
        ways = [
            (f"{one.number}: to {when(one.hour)}, {len(one.decisions)} decisions", one.number)
            for one in view.branches
        ]
        refill(self._branches, ways, len(ways) or None)
        has_branches = bool(view.branches)
        for widget in (self._branches, self._switch):
            widget.layout.display = None if has_branches else "none"
        self.rewind.disabled = self.compare.disabled = not many

    def forget(self) -> None:
        """Take the last comparison off the screen; it was about another way."""
        self.found = None
        self._clear()

    def _clear(self) -> None:
        self._table.value = ""
        self._result.layout.display = "none"

    def _shape(self) -> None:
        self.form.widget.layout.display = None if self.instead.value == _OTHER else "none"

    def _prefill(self) -> None:
        decision = self._chosen()
        if decision is not None and decision.what in self._desk.session.verbs():
            target = decision.options.get("target")
            self.form.choose(decision.what, target, {name: decision.options[name] for name in decision.options})

    def _chosen(self) -> Any:
        number = self.list.value
        decisions = self._desk.session.decisions
        return decisions[number - 1] if number is not None and number <= len(decisions) else None

    def _rewind(self) -> None:
        if self.list.value is not None:
            self._desk.rewind(int(self.list.value))

    def _compare(self) -> None:
        if self.list.value is None:
            return
        other = None
        if self.instead.value == _OTHER:
            target = self.form.target
            options = self.form.options() | ({} if target is None else {"target": target})
            other = (self.form.verb, options)
        self._desk.what_if(int(self.list.value), other, int(self.days.value), int(self.lucks.value), self.show)

    def show(self, found: WhatIf) -> None:
        """Show a comparison: a sentence, a picture, and a table of all figures."""
        self.found = found
        figure = difference_plot(found)
        self._result.value = figure.png()
        self._result.layout.display = None
        self._table.value = f"<p>{escaped(figure.says)}</p>{effects_html(found)}"


def effects_html(found: WhatIf) -> str:
    """Return what a decision has changed as a table in HTML, the luck of the session itself beside the average."""
    one = found.one_luck.set_index("metric")
    rows = []
    for row in found.effects().itertuples():
        mine = one.loc[row.metric]
        rows.append(
            f"<tr><td>{WORDS[row.metric]}</td><td class='number'>{_figure(mine['taken'])}</td>"
            f"<td class='number'>{_figure(mine['instead'])}</td><td class='number'>{row.difference:+.3g}</td>"
            f"<td class='number'>{row.ci_low:+.3g} to {row.ci_high:+.3g}</td><td>{escaped(row.unit)}</td>"
            f"<td>{escaped(row.says)}</td></tr>"
        )
    head = "".join(
        f"<th scope='col'{' class=number' if number else ''}>{name}</th>"
        for name, number in (
            ("figure", False), ("your luck: with it", True), ("without", True), ("mean difference", True),
            ("95% interval", True), ("unit", False), ("it", False),
        )
    )  # fmt: skip
    return (
        "<details><summary>All figures</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )


def _line(one: Any, came: Any) -> str:
    said = f"{one.number} · {when(one.hour)} · {short(str(one), 60)}"
    if came is None or one.what in ("set", "card"):
        return said
    if came["result"] == "waits":
        return f"{said} · waits for somebody"
    if came["result"] == "given up":
        return f"{said} · given up"
    return f"{said} · {came['minutes']:g} min"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3f}"
