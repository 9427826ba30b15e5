"""Solutions: what stands between the markers, and the stub a learner gets instead."""

import ast
import re
from dataclasses import dataclass

BEGIN = re.compile(r"(?P<indent>[ \t]*)# BEGIN SOLUTION\s*")
END = re.compile(r"[ \t]*# END SOLUTION\s*")
STUB = re.compile(r"(?P<indent>[ \t]*)# STUB:(?: (?P<code>.*))?")
# Whatever looks like a marker but is not exactly one would leak a solution, so it is refused.
LOOKS_LIKE_A_MARKER = re.compile(r"(begin|end)[ _-]*solution|#\s*stub\s*:", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Gap:
    """The place of a solution that has no stub."""

    indent: str


def without_stubs(code):
    """Return the cell as a solution shows it: markers kept (graders use them), `# STUB:` lines gone."""
    return "\n".join(line for line in code.splitlines() if not STUB.fullmatch(line))


def without_solutions(code):
    """Return the cell as a learner gets it: each solution replaced by its stub.

    A solution without a stub becomes `...` only where the rest would be empty or not valid Python.

    Raises:
        ValueError: if markers are unbalanced or misspelt, or if the rest is not valid Python.
    """
    lines = _cut(code)
    gaps = [line for line in lines if isinstance(line, Gap)]
    filled = list(gaps)
    for gap in gaps:
        fewer = [other for other in filled if other is not gap]
        if _has_statements(_assemble(lines, fewer)):
            filled = fewer
    learner = _assemble(lines, filled)
    if learner != code and not _has_statements(learner):
        raise ValueError("without its solution this is not valid Python; a # STUB: line must make it so")
    return learner


def refuse_markers(text):
    """Refuse solution markers where they have no effect, such as in a markdown cell.

    Raises:
        ValueError: if a line looks like a marker.
    """
    for line in text.splitlines():
        if LOOKS_LIKE_A_MARKER.search(line):
            raise ValueError(f"{line.strip()!r} works in code cells only; tag a text cell 'facilitator'")


def _cut(code):
    """Take the solutions out: the learner's lines, with a Gap wherever no stub was given."""
    lines, stubs, gap = [], [], None  # gap is None outside a solution
    for line in code.splitlines():
        begin, stub = BEGIN.fullmatch(line), STUB.fullmatch(line)
        if begin:
            if gap:
                raise ValueError("# BEGIN SOLUTION stands inside another solution; end that one first")
            gap, stubs = Gap(begin["indent"]), []
        elif END.fullmatch(line):
            if not gap:
                raise ValueError("# END SOLUTION without a # BEGIN SOLUTION before it in the same cell")
            lines.extend(stubs or [gap])
            gap = None
        elif stub:
            if not gap:
                raise ValueError(f"{line.strip()!r} must stand between # BEGIN SOLUTION and # END SOLUTION")
            stubs.append(stub["indent"] + (stub["code"] or ""))
        elif LOOKS_LIKE_A_MARKER.search(line):
            raise ValueError(
                f"{line.strip()!r} is not a marker; write # BEGIN SOLUTION, # END SOLUTION or # STUB: code, "
                "each on a line of its own"
            )
        elif not gap:
            lines.append(line)
    if gap:
        raise ValueError("# BEGIN SOLUTION without an # END SOLUTION after it in the same cell")
    return lines


def _assemble(lines, filled):
    """Join the lines; the gaps in `filled` become `...`, the others vanish."""
    text = [
        line.indent + "..." if isinstance(line, Gap) else line
        for line in lines
        if line in filled or isinstance(line, str)
    ]
    return "\n".join(text).strip("\n")


def _has_statements(code):
    """Tell whether the code is valid Python that holds at least one statement."""
    try:
        return bool(ast.parse(code).body)
    except SyntaxError:
        return False
