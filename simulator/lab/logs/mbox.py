"""Mbox: a mailing list's messages, threaded by what they refer to, then by subject."""

from __future__ import annotations

import email
import email.errors
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email import policy
from email.header import decode_header
from email.utils import parsedate_to_datetime

from .archive import Bundle, Source
from .door import Door
from .errors import LogError
from .text import LONGEST_LINE
from .times import Clock

_DAYS, _MONTHS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun", "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
SEPARATOR = re.compile(
    rb"From .*?(?:%b)\s+((?:%b)\s+\d{1,2}\s+\d\d:\d\d(?::\d\d)?)\s+(?:\S+\s+)?(\d{4})\s*$"
    % (_DAYS.encode(), _MONTHS.encode())
)
_HEADERS = ("from", "date", "message-id", "in-reply-to", "references", "subject", "auto-submitted")
_MOST_HEADER_BYTES = 1_000_000
_MOST_KEPT_BYTES = 8_000_000
_MOST_REFERENCES = 50
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"([^\s<>()\"',;:]+)(?:@|\s+at\s+)([\w.-]+\.\w+)", re.IGNORECASE)
_ON_BEHALF = re.compile(r"""\s*["']*([^"'<>]+?)["']*\s+via\s+[^<>]*<""", re.IGNORECASE)
_REPLY = re.compile(r"(?:re|aw|antw|sv|vs|odp|ref|rif|r)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*:\s*", re.IGNORECASE)
_FORWARD = re.compile(r"(?:fwd?|wg)\s*:\s*", re.IGNORECASE)
_LIST_TAG = re.compile(r"\[[^\[\]]{1,60}\]\s*")
_MOST_SUBJECT = 1_000
_DELETED = ("", "<>")


def read(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read one mbox file, or several such as a list's months.

    A message answers what In-Reply-To names, or the last of its References that is here; a reply that names
    none of them joins the thread of the same subject, if that was alive in the last 90 days. Every writer's
    clock has its own offset, so times in many offsets are as it should be. A zone that is unknown to the mail
    standard counts as UTC (RFC 5322, 4.3). Where Date cannot be read, the time of delivery in the line that
    separates messages stands in (UTC, RFC 4155). Automatic answers are machines' (RFC 3834).
    """
    number = 0
    for source in bundle.beginning_with(b"From "):
        for line, separator, headers, message in _messages(source, door.keeps_text):
            number += 1
            place = f"line {line}" if not bundle.is_folder else f"{source.label}, line {line}"
            if headers.get("auto-submitted", "no").strip().lower().split(";")[0] != "no":
                door.leave_out("bots")
                continue
            if "from" not in headers:
                raise LogError(f"{source.label}, line {line}: the header From is missing")
            own = _ID.search(headers.get("message-id", ""))
            subject, is_reply = plain_subject(headers.get("subject", ""))
            refers = tuple(_ID.findall(headers.get("in-reply-to", ""))[:1])
            refers += tuple(reversed(_ID.findall(headers.get("references", ""))[-_MOST_REFERENCES:]))
            door.let_in(
                author=_author(headers["from"]),
                time=_time(headers.get("date", ""), separator, clock, place),
                post=own[1] if own else f"message {number}",
                parents=refers,
                opens=not is_reply and not refers,
                topic=subject,
                text=f"{_readable(headers.get('subject', ''))}\n{_text(message)}" if door.keeps_text else None,
            )


def plain_subject(subject: str) -> tuple[str, bool]:
    """Return a subject without prefixes and list names, in small letters, and whether it is that of a reply."""
    rest, is_reply, before = _readable(subject)[:_MOST_SUBJECT].strip(), False, None
    while rest != before:
        before = rest
        rest = _LIST_TAG.sub("", rest, count=1) if _LIST_TAG.match(rest) else rest
        if match := _REPLY.match(rest):
            rest, is_reply = rest[match.end() :], True
        elif match := _FORWARD.match(rest):
            rest = rest[match.end() :]
    return " ".join(rest.split()).casefold(), is_reply


def _messages(source: Source, keep: bool) -> Iterator[tuple[int, bytes, dict[str, str], bytes]]:
    """Yield every message: its line, the line that separates it from the one before, headers, and all of it.

    Without `keep` the bodies are passed over.
    """
    with source.open() as stream:
        number, at, separator = 0, 0, b""
        head: list[bytes] = []
        body: list[bytes] = []
        size, in_header, after_blank = 0, False, True
        while raw := stream.readline(LONGEST_LINE):
            number += 1
            if number == 1 and not raw.startswith(b"From "):
                raise LogError(f"{source.label}: is no mbox; it must begin with a line 'From sender date'")
            if raw.startswith(b"From ") and (number == 1 or (after_blank and SEPARATOR.match(raw))):
                if at:
                    yield at, separator, _headers(head), b"".join(head + body)
                at, separator, head, body, size, in_header = number, raw, [], [], 0, True
            else:
                size += len(raw)
                if in_header and size <= _MOST_HEADER_BYTES:
                    head.append(raw)
                elif keep and size <= _MOST_KEPT_BYTES:
                    body.append(raw)
                in_header = in_header and bool(raw.strip())
            after_blank = not raw.strip()
        if at:
            yield at, separator, _headers(head), b"".join(head + body)
    if not number:
        raise LogError(f"{source.label}: is empty")


def _headers(raw: list[bytes]) -> dict[str, str]:
    """Return the wanted headers by name in small letters; of several alike the first."""
    found: dict[str, str] = {}
    name = ""
    for line in raw:
        text = line.decode("utf-8", "replace").rstrip("\r\n").replace("\0", "")
        if text[:1] in (" ", "\t"):
            if name:
                found[name] += " " + text.strip()
            continue
        start, colon, value = text.partition(":")
        name = start.strip().lower()
        name = name if colon and name in _HEADERS and name not in found else ""
        if name:
            found[name] = value.strip()
    return found


def _time(date: str, separator: bytes, clock: Clock, place: str) -> int | None:
    moment = None
    with suppress(ValueError, TypeError, IndexError, OverflowError, AttributeError):
        moment = parsedate_to_datetime(date[:200])
    if moment is None:
        match = SEPARATOR.match(separator)
        return clock.from_seconds(_delivered(match), place) if match else clock.from_seconds(None, place)
    if moment.tzinfo is None and re.search(r"\d\s*(?:-0000|[A-Za-z]{1,5})\b\s*(?:\(.*)?$", date):
        moment = moment.replace(tzinfo=UTC)
    return clock.from_moment(moment, place)


def _delivered(match: re.Match[bytes]) -> float | None:
    text = " ".join(f"{match[1].decode('ascii', 'replace')} {match[2].decode('ascii')} +0000".split())
    for pattern in ("%b %d %H:%M:%S %Y %z", "%b %d %H:%M %Y %z"):
        try:
            return datetime.strptime(text, pattern).timestamp()
        except ValueError:
            continue
    return None


def _author(sender: str) -> str | None:
    """Return the address of a sender in small letters, or all that is said where there is none.

    Lists that write under their own address ("Name via list <list@...>") leave the name to go by.
    """
    sender = _readable(sender)[:2_000]
    if behalf := _ON_BEHALF.match(sender):
        return behalf[1].strip().lower()
    found = _ADDRESS.findall(sender)
    if found:
        # An address in angle brackets comes last, after a display name that may look like one.
        return f"{found[-1][0]}@{found[-1][1]}".lower()
    return None if sender.strip() in _DELETED else sender.strip().lower()


def _readable(header: str) -> str:
    """Return a header with its encoded words (RFC 2047) decoded, as far as they can be."""
    if "=?" not in header:
        return header
    try:
        parts = decode_header(header[:10_000])
        return "".join(p if isinstance(p, str) else p.decode(c or "ascii", "replace") for p, c in parts)
    except (LookupError, ValueError, AssertionError, TypeError, email.errors.HeaderParseError):
        return header


def _text(message: bytes) -> str:
    """Return the plain text of a message, empty when it has none that can be read."""
    try:
        parts = list(email.message_from_bytes(message, policy=policy.compat32).walk())
        plain = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/plain"]
    except (LookupError, ValueError, AssertionError, TypeError, AttributeError, email.errors.MessageError):
        return ""
    return "\n".join(payload.decode("utf-8", "replace") for payload in plain if isinstance(payload, bytes))
