"""Stack Exchange: questions and answers from Posts.xml of a data dump."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from .archive import Bundle, Source
from .door import Door
from .errors import LogError
from .times import Clock

QUESTION, ANSWER = "1", "2"
DUMP_ZONE = "UTC"
"""Times in a data dump carry no offset; they are in UTC."""
_PIECE_BYTES = 65_536
_LONGEST_ROW = 16_000_000
_COMMUNITY = "-"


def read(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read questions and answers, post by post.

    Posts of other types (wikis, tags, elections) are left out. A post without OwnerUserId is by somebody who
    deleted the account; users of negative ids are machines. Comments are in another file of the dump.
    """
    source = bundle.only()
    for line, row in _rows(source):
        place = f"line {line}"
        kind = row.get("PostTypeId")
        if kind is not None and kind not in (QUESTION, ANSWER):
            door.leave_out("other_kinds")
            continue
        for name in ("Id", "PostTypeId", "CreationDate", *(("ParentId",) if kind == ANSWER else ())):
            if not row.get(name):
                known = [name for name in ("Id", "PostTypeId", "ParentId", "CreationDate") if row.get(name)]
                raise LogError(f"{source.label}, {place}: {name} is missing; there: {', '.join(known) or 'none'}")
        author = row.get("OwnerUserId", "")
        if author.startswith(_COMMUNITY):
            door.leave_out("bots")
            continue
        is_question = kind == QUESTION
        question = row["Id"] if is_question else row["ParentId"]
        door.let_in(
            author=author or None,
            time=clock.from_iso(row["CreationDate"], place),
            post=row["Id"],
            thread=question,
            parents=() if is_question else (question,),
            opens=is_question,
            text=f"{row.get('Title', '')}\n{row.get('Body', '')}",
        )


def _rows(source: Source) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield every row's line and attributes; entities and document types are refused, as they can be bombs."""
    parser = expat.ParserCreate()
    found: list[tuple[int, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal since_row
        since_row = 0
        if name == "row":
            found.append((parser.CurrentLineNumber, attributes))

    def refuse(*declaration: object) -> None:
        raise LogError(f"{source.label}: declares a document type or entities, which a data dump does not")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    since_row = 0
    with source.open() as stream:
        while piece := stream.read(_PIECE_BYTES):
            since_row += len(piece)
            _parse(parser, piece, False, source)
            if since_row > _LONGEST_ROW:
                raise LogError(f"{source.label}, line {parser.CurrentLineNumber}: a row is too long for a post")
            yield from found
            found.clear()
        _parse(parser, b"", True, source)
        yield from found


def _parse(parser: expat.XMLParserType, piece: bytes, last: bool, source: Source) -> None:
    problem = ""
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        problem = f", line {error.lineno}: is not valid XML ({expat.ErrorString(error.code)})"
    except (ValueError, LookupError) as error:
        if isinstance(error, LogError):
            raise
        problem = ": is in an encoding that is not known; save it as UTF-8"
    if problem:
        raise LogError(f"{source.label}{problem}")
