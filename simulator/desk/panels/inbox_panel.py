"""Inbox panel: the posts that wait for you, one of them in full, and what you can do about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ...lens.sentences import count
from ..inbox import ANSWER, APPEAL, CHECK, HELP, RELEASE, VERDICT
from .deed_form import option_field
from .look import ago, escaped, refill, short

if TYPE_CHECKING:
    import pandas as pd

    from .board import Desk
    from .view import View

# verb, what stands on its button, which choices it takes, and for what a post must wait so that it is offered
BUTTONS = (
    ("reply", "Answer", ("tone", "private"), (ANSWER, HELP, CHECK, VERDICT)),
    ("keep", "Leave it up", (), (VERDICT,)),
    ("release", "Let it appear", (), (RELEASE,)),
    ("remove", "Take it down", ("rule", "notice", "strike"), (VERDICT, RELEASE)),
    ("hide", "Hide it", ("rule",), (VERDICT, RELEASE)),
    ("overturn", "Put it back, say sorry", (), (APPEAL,)),
    ("uphold", "It stays down", (), (APPEAL,)),
    ("check_wish", "Check the wish", (), (CHECK,)),
    ("delete_criticism", "Delete the criticism", (), (ANSWER,)),
)
_PRESSING = (APPEAL, RELEASE, VERDICT)
_WORDS = {
    APPEAL: "its author appeals", RELEASE: "held until you decide", VERDICT: "flagged: break the rules or not?",
    ANSWER: "a complaint without an answer", CHECK: "a wish nobody has checked", HELP: "a question without answer",
}  # fmt: skip


class InboxPanel:
    """Attributes: widget: what is shown. post: number of the post that is looked at, None for none."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._desk = desk
        self._rows: pd.DataFrame | None = None
        self.list = widgets.Select(options=[], description="Posts that wait for you", layout={"width": "100%"})
        self.list.add_class("cm-list")
        self._heading = widgets.HTML()
        self._heading.add_class("cm-heading")
        self._card = widgets.HTML()
        self._choices = self._make_choices()
        self.buttons = {verb: widgets.Button(description=said) for verb, said, _, _ in BUTTONS}
        for verb, _, takes, _ in BUTTONS:
            self.buttons[verb].on_click(lambda button, verb=verb, takes=takes: self._do(verb, takes))
        self._thread_button = widgets.Button(description="Read the thread")
        self._thread_button.on_click(lambda button: self._read_thread())
        self._thread = widgets.HTML()
        self._how = widgets.Box(list(self._choices.values()), layout={"flex_flow": "row wrap"})
        self._row = widgets.Box([*self.buttons.values(), self._thread_button], layout={"flex_flow": "row wrap"})
        for box in (self._how, self._row):
            box.add_class("cm-bar")
        self.widget = widgets.VBox([self._heading, self.list, self._card, self._how, self._row, self._thread])
        self.widget.add_class("cm-rows")
        self._is_painting = False
        self.list.observe(lambda change: self._is_painting or self._show_post(), "value")

    def _make_choices(self) -> dict[str, widgets.Widget]:
        verbs = self._desk.session.verbs()
        made = {name: option_field(name, verbs["reply"]["options"][name]) for name in ("tone", "private")}
        made |= {
            name: option_field(name, verbs["remove"]["options"][name]) for name in ("rule", "notice", "strike")
        }
        made["private"].description = "out of sight"
        made["rule"].description = "breaks"
        made["notice"].description = "author told"
        made["strike"].description = "counts as a strike"
        return made

    @property
    def post(self) -> int | None:
        """The post that is looked at."""
        return self.list.value

    def paint(self, view: View, new: bool = False) -> None:
        """Show what waits now; go on looking at the same post while it waits, in the same session."""
        before, place = (None, 0) if new else (self.list.value, self.list.index or 0)
        self._rows = view.inbox.set_index("post", drop=False)
        options = [(_line(row), int(row.post)) for row in view.inbox.itertuples()]
        numbers = [number for _, number in options]
        # The next one takes the place of a post that has been dealt with.
        following = numbers[min(place, len(numbers) - 1)] if numbers else None
        self._is_painting = True
        refill(self.list, options, before if before in numbers else following)
        self._is_painting = False
        many = len(options)
        if many:
            says, then = f"{count(many, 'post')} for you to look at", "Choose one with the arrow keys."
        else:
            says, then = "Nothing waits for you", "Let time pass, or see what you can do in the other tabs."
        self._heading.value = f'<h3>{says}</h3><span class="soft">{then}</span>'
        self._show_post()

    def _show_post(self) -> None:
        self._thread.value = ""
        row = None if self.post is None or self._rows is None else self._rows.loc[self.post]
        waits = "" if row is None else row["waits_for"]
        taken: set[str] = set()
        minutes = self._desk.minutes
        for verb, said, takes, offered in BUTTONS:
            fits = waits in offered
            self.buttons[verb].layout.display = None if fits else "none"
            self.buttons[verb].description = f"{said} ({minutes.get(verb, 0):g} min)"
            taken |= set(takes) if fits else set()
        for name, field in self._choices.items():
            field.layout.display = None if name in taken else "none"
        self._thread_button.layout.display = None if row is not None else "none"
        self._card.value = "" if row is None else card(row)
        if row is not None:
            self._desk.look_at(int(row["post"]), int(row["author"]))

    def _do(self, verb: str, takes: tuple[str, ...]) -> None:
        if self.post is None:
            return
        options: dict[str, Any] = {name: self._choices[name].value for name in takes}
        self._desk.act(verb, int(self.post), options, self.list.focus)

    def _read_thread(self) -> None:
        if self.post is None:
            return
        post = int(self.post)
        self._desk.read(lambda session: session.thread(post), lambda table: self._show_thread(table, post))

    def _show_thread(self, table: pd.DataFrame, post: int) -> None:
        said = []
        for row in table.itertuples():
            who = "your team" if row.author < 0 else f"member {row.author} ({row.role})"
            mark = " <b>← the post you look at</b>" if row.post == post else ""
            status = "" if row.status == "visible" else f" [{escaped(row.status)}]"
            said.append(
                f'<p><span class="soft">{ago(row.hours_ago)}, {who}{status}:</span> {escaped(row.text)}{mark}</p>'
            )
        self._thread.value = f'<div class="cm-thread" tabindex="0" aria-label="The thread">{"".join(said)}</div>'


def card(row: pd.Series) -> str:
    """Return one post of the inbox in full, as HTML."""
    pressing = " pressing" if row["waits_for"] in _PRESSING else ""
    if row["role"] == "team":
        author = "your team"
    else:
        days = row["author_days"]
        since = "from the start" if math.isnan(days) else f"for {days:.0f} days"
        role = "opinion leader" if row["role"] == "influencer" else row["role"]
        author = (
            f"member {row['author']}, {role}, here {since}: "
            f"{count(row['author_posts'], 'contribution')}, "
            f"{count(row['author_removals'], 'removal')}, {count(row['author_strikes'], 'strike')}, "
            f"{count(row['audience'], 'follower')}"
        )
    reach = (
        f"read {row['readings']:,} times, {count(row['likes'], 'like')}, {count(row['answers'], 'answer')}, "
        f"<b>{count(row['flags'], 'flag')}</b>"
    )
    crisis = " <b>About the crisis.</b>" if row["about_crisis"] else ""
    return (
        f'<div class="cm-post{pressing}"><b>{escaped(_WORDS[row["waits_for"]].capitalize())}</b> '
        f'<span class="soft">- {escaped(row["kind"])} {row["post"]}, {ago(row["hours_ago"])}, '
        f"{escaped(row['platform'])}</span>{crisis}"
        f"<blockquote>{escaped(row['text'])}</blockquote>"
        f'<div class="facts">By {author}.<br>{reach[:1].upper()}{reach[1:]}.</div></div>'
    )


def _line(row: Any) -> str:
    flags = f", {count(row.flags, 'flag')}" if row.flags else ""
    crisis = ", CRISIS" if row.about_crisis else ""
    leader = ", opinion leader" if row.role == "influencer" else ""
    waits = row.waits_for.removeprefix("an ").removeprefix("a ").upper()
    return f"{waits} · {ago(row.hours_ago)}{flags}{crisis}{leader} · {short(row.text, 64)}"
