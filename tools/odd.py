"""Fills the tables and formulas of simulator/ODD.md from the code they describe, or checks that they are current.

    python tools/odd.py             write them anew
    python tools/odd.py --check     say whether they are current, write nothing

A generated part stands between `<!-- BEGIN name argument ... -->` and `<!-- END -->`; `PARTS` lists the names.
Exit status: 0 all is well, 1 the page is stale, 2 the page or the command can't be understood.
"""

import argparse
import ast
import importlib
import inspect
import re
import sys
from pathlib import Path

import annotated_types
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from simulator import Playbook, Scenario, datasets  # noqa: E402
from simulator.lens.dictionary import dictionary  # noqa: E402
from simulator.world import census, content, members  # noqa: E402

PAGE = ROOT / "simulator" / "ODD.md"
PART = re.compile(r"<!-- BEGIN (?P<order>[^\n]+) -->\n(?P<body>.*?)<!-- END -->", re.DOTALL)
NONE = "-"


class PageError(Exception):
    """The page can't be filled; the message is one line that says where and why."""


def parameters(model, prefix=""):
    """Return one row a parameter of a settings model, those of its sections included.

    Args:
        model: `Scenario` or `Playbook`, or a section of theirs.
        prefix: dotted name of the section.

    Returns:
        A list of dicts: section, name, unit, range, default, source, text; "-" where the model doesn't say.
    """
    rows = []
    for name, field in model.model_fields.items():
        inner = _inner_model(field.annotation)
        if inner and field.annotation is inner:
            rows += parameters(inner, f"{prefix}{name}.")
            continue
        extra = field.json_schema_extra or {}
        rows.append(
            {
                "section": prefix.rstrip("."),
                "name": name,
                "unit": extra.get("unit", NONE),
                "range": _range(field),
                "default": _value(field.default),
                "source": extra.get("source", NONE),
                "text": field.description or NONE,
            }
        )
        if inner:  # a list of sections, such as the shifts of a team
            rows += parameters(inner, f"{prefix}{name}[].")
    return rows


def _inner_model(annotation):
    """Return the settings model that an annotation is, or is a list of; None for plain values."""
    for kind in (annotation, *getattr(annotation, "__args__", ())):
        if inspect.isclass(kind) and issubclass(kind, BaseModel):
            return kind
    return None


def _range(field):
    limits = {type(limit): limit for limit in field.metadata}
    choices = getattr(field.annotation, "__args__", ())
    if choices and all(isinstance(choice, str) for choice in choices):
        return ", ".join(choices)
    if field.annotation is bool:
        return "true, false"
    if annotated_types.MaxLen in limits:
        least = limits[annotated_types.MinLen].min_length if annotated_types.MinLen in limits else 0
        what = "characters" if field.annotation is str else "entries"
        return f"{least} to {limits[annotated_types.MaxLen].max_length:,} {what}"
    low = high = ""
    for limit in field.metadata:
        low = f"{limit.ge:,}" if isinstance(limit, annotated_types.Ge) else low
        low = f"more than {limit.gt:,}" if isinstance(limit, annotated_types.Gt) else low
        high = f" to {limit.le:,}" if isinstance(limit, annotated_types.Le) else high
        high = f" to less than {limit.lt:,}" if isinstance(limit, annotated_types.Lt) else high
    return (low or "any") + high if low or high else NONE


def _value(value):
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(entry)}" for key, entry in value.items())
    if isinstance(value, tuple):
        return f"{len(value)} of the following" if value else "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        # Years of a date come as text; a long fraction is clearer than an exponent.
        return f"{value:.8f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return str(value) if str(value) else "empty"


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings_part(kind, section=""):
    """Return the table of one section: `parameters Scenario behaviour`; the top level without a section."""
    model = {"Scenario": Scenario, "Playbook": Playbook}[kind]
    keys = ("name", "text", "unit", "range", "default", "source")
    rows = [
        [f"`{row['name']}`", *(row[key] for key in keys[1:])]
        for row in parameters(model)
        if row["section"] == section
    ]
    if not rows:
        raise PageError(f"{kind} has no section {section!r}")
    return _table(["parameter", "meaning", "unit", "range", "default", "source"], rows)


def shipped_part(kind):
    """Return what the settings that ship put in place of the defaults: a row a parameter, a column each."""
    model = {"Scenario": Scenario, "Playbook": Playbook}[kind]
    shipped = {name: model.load(name) for name in model.names()}
    rows = []
    for row in parameters(model):
        steps = [*row["section"].split(".")] * bool(row["section"]) + [row["name"]]
        if row["name"] in ("name", "title", "description") or "[]" in row["section"]:
            continue
        values = []
        for settings in shipped.values():
            for step in steps:
                settings = getattr(settings, step)
            values.append(_people(settings) if row["name"] == "shifts" else _value(settings))
        if any(value != row["default"] for value in values):
            rows.append([f"`{'.'.join(steps)}`", *values])
    return _table(["parameter", *shipped], rows)


def _people(shifts):
    people = [
        f"{shift.begins}-{shift.ends} h at UTC{shift.utc_offset_hours:+d}, {_value(shift.minutes_per_hour)} min/h"
        for shift in shifts
    ]
    return "; ".join(people) or "nobody"


def columns_part(name):
    """Return the table of one group of columns: traits, state, clock, posts, hourly or daily."""
    declared = {
        "traits": members.TRAITS,
        "state": members.STATE,
        "posts": content.POST_COLUMNS,
        "hourly": census.HOUR_COLUMNS,
        "daily": census.DAY_COLUMNS,
    }
    if name == "clock":
        # Kept apart from a member's row for speed, and described where a run's tables are.
        columns = dictionary().query("table == 'members'").itertuples()
        rows = [(row.column, row.description, row.unit) for row in columns if row.column not in members.COLUMNS]
    else:
        rows = [(column, text, unit) for column, _, text, unit in declared[name]]
    return _table(["column", "meaning", "unit"], [(f"`{column}`", text, unit) for column, text, unit in rows])


def facts_part():
    """Return the patterns that the model is held against: the accepted ranges of `stylised_facts`."""
    facts = datasets.load("stylised_facts")
    rows = [
        (fact.id, fact.fact, f"{fact.accept_low:g} to {fact.accept_high:g}", fact.unit,
         "all" if len(fact.applies_to.split(";")) == 5 else fact.applies_to.replace(";", ", "))
        for fact in facts.itertuples()
    ]  # fmt: skip
    return _table(["id", "pattern", "accepted range", "unit", "kinds of place"], rows)


def rules_part(module, *names):
    """Return functions of a module as they stand in the code: signature, first line of the docstring, body."""
    source = Path(importlib.import_module(f"simulator.world.{module}").__file__).read_text(encoding="utf-8")
    found = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    missing = [name for name in names if name not in found]
    if missing:
        raise PageError(f"simulator/world/{module}.py has no function {missing[0]!r}")
    return "```python\n" + "\n\n\n".join(_shown(source, found[name]) for name in names) + "\n```"


def _shown(source, function):
    body = function.body[1:]  # the docstring comes first
    lines = source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    story = ast.get_docstring(function).partition("\n")[0]
    return "\n".join([f"def {function.name}({ast.unparse(function.args)}):", f"    # {story}", *lines])


PARTS = {
    "parameters": settings_part,
    "shipped": shipped_part,
    "columns": columns_part,
    "facts": facts_part,
    "rules": rules_part,
}


def fill(page):
    """Return the page with every generated part made anew.

    Raises:
        PageError: when a part is not known or can't be made.
    """
    parts = len(PART.findall(page))
    if page.count("<!-- BEGIN ") != parts or page.count("<!-- END -->") != parts:
        raise PageError("every <!-- BEGIN ... --> needs one <!-- END --> after it")

    def fresh(match):
        name, *arguments = match["order"].split()
        if name not in PARTS:
            raise PageError(f"unknown part {name!r}; known: {', '.join(PARTS)}")
        try:
            body = PARTS[name](*arguments)
        except (TypeError, KeyError) as error:
            raise PageError(f"part {match['order']!r} can't be made: {error}") from error
        return f"<!-- BEGIN {match['order']} -->\n{body}\n<!-- END -->"

    return PART.sub(fresh, page)


def stale_parts(page):
    """Return the orders of the generated parts that differ from what the code says now."""
    before, after = ({part["order"]: part["body"] for part in PART.finditer(text)} for text in (page, fill(page)))
    return [order for order in before if before[order] != after[order]]


def main(arguments=None, path=PAGE):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="tools/odd.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="say whether the page is current, write nothing")
    options = parser.parse_args(arguments)
    page = path.read_text(encoding="utf-8")
    try:
        stale = stale_parts(page)
    except PageError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return 2
    if options.check:
        for order in stale:
            print(f"{path.name}: the part {order!r} is stale")
        if stale:
            print("Write it anew: python tools/odd.py", file=sys.stderr)
        return 1 if stale else 0
    path.write_text(fill(page), encoding="utf-8", newline="\n")
    print(f"wrote {len(stale)} stale parts of {path.name}" if stale else f"{path.name} is current.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
