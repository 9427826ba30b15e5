"""What is written about the kit is true: the page on the model (simulator/ODD.md), and the README."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from simulator import Playbook, Scenario
from simulator.playbook import verbs
from simulator.world.agents import ROLES
from simulator.world.constants import Behaviour
from tools import odd

PAGE = odd.PAGE.read_text(encoding="utf-8")
PROSE = odd.PART.sub("", PAGE)
SIMULATOR = Path(odd.PAGE).parent
CHAPTERS = ("arithmetic", "activity", "care", "engagement", "conduct", "outrage", "feelings", "stamina")
RULES = [
    node.name
    for chapter in CHAPTERS
    for node in ast.parse((SIMULATOR / "world" / f"{chapter}.py").read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]
CALLS = sorted(set(re.findall(r"`([A-Za-z_][\w.]*)\(\)`", PROSE)))
SETTINGS = odd.parameters(Scenario) + odd.parameters(Playbook)


def shown_rules(page):
    """Return the names of the rules whose code stands in the generated parts of a page."""
    orders = [part["order"].split() for part in odd.PART.finditer(page)]
    return [name for part, *names in orders if part == "rules" for name in names[1:]]


def find(dotted):
    """Return what a page calls `module.name`, or raise AttributeError or ModuleNotFoundError."""
    first, *rest = dotted.split(".")
    if first == "playbook":
        module, rest = f"simulator.playbook.{rest[0]}", rest[1:]
    elif first == "simulator":
        module, rest = ".".join([first, *rest[:-1]]), rest[-1:]
    else:
        home = "world" if (SIMULATOR / "world" / f"{first}.py").exists() else "playbook"
        module = f"simulator.{home}.{first}"
    thing = importlib.import_module(module)
    for name in rest:
        thing = getattr(thing, name)
    return thing


def test_the_tables_and_formulas_of_the_page_are_current():
    """Whoever changes a parameter, a column or a rule runs python tools/odd.py."""
    assert odd.stale_parts(PAGE) == [], "run: python tools/odd.py"


def test_every_rule_of_behaviour_is_shown_once():
    """A rule that the page leaves out would act unseen."""
    assert sorted(shown_rules(PAGE)) == sorted(RULES)


def test_every_function_that_the_page_names_exists():
    """A renamed function is renamed on the page, too."""
    named = [name for name in CALLS if not name.startswith("run.")]
    assert len(named) > 30
    for name in named:
        assert callable(find(name)), name


def test_every_verb_and_every_role_is_mentioned_by_its_name():
    """The words of the page are those of the code."""
    acts = [name for name in verbs.__all__ if callable(getattr(verbs, name))]
    assert all(f"`verbs.{verb}()`" in PROSE for verb in acts)
    assert all(role.__name__ in PROSE for role in ROLES)


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: f"{row['section']}.{row['name']}".lstrip("."))
def test_every_parameter_stands_on_the_page(row):
    """Each with its meaning, unit, range, default and source, in the part of its section."""
    kind = "Scenario" if row in odd.parameters(Scenario) else "Playbook"
    part = f"<!-- BEGIN parameters {kind}{' ' * bool(row['section'])}{row['section']} -->\n"
    table = PAGE[PAGE.index(part) :].partition("<!-- END -->")[0]
    line = next(line for line in table.splitlines() if line.startswith(f"| `{row['name']}` |"))
    assert [cell.strip() for cell in line.strip("|").split(" | ")][1:] == [
        row[key] for key in ("text", "unit", "range", "default", "source")
    ]


def test_every_constant_of_behaviour_has_unit_range_source_and_meaning():
    """Whoever doubts a number finds where it comes from."""
    rows = odd.parameters(Behaviour)
    assert len(rows) > 40
    for row in rows:
        assert "-" not in (row["unit"], row["range"], row["source"], row["text"]), row["name"]


def test_the_page_has_the_parts_of_the_protocol():
    """Overview, all eleven design concepts, details."""
    concepts = (
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
        "Interaction", "Stochasticity", "Collectives", "Observation",
    )  # fmt: skip
    parts = (
        "Purpose and patterns", "Entities, state variables, scales", "Process overview and scheduling",
        "Design concepts", "Initialisation", "Input data", "Submodels",
    )  # fmt: skip
    assert re.findall(r"^\*\*([^.*]+)\.\*\*", PAGE.partition("## 4.")[2].partition("## 5.")[0], re.M) == [
        *concepts
    ]
    assert re.findall(r"^## [1-7]\. (.+)$", PAGE, re.M) == [*parts]


def test_a_table_or_formula_that_differs_from_the_code_is_stale():
    """The check names the part that a change has left behind."""
    for order in ("parameters Scenario behaviour", "columns state", "rules feelings leave_chance", "facts"):
        begin = f"<!-- BEGIN {order} -->\n"
        assert odd.stale_parts(PAGE.replace(begin, f"{begin}a line that no code stands behind\n")) == [order]


def test_the_command_checks_without_writing_and_writes_what_is_stale(tmp_path, capsys):
    """--check leaves a stale page alone and exits 1; without it the page is mended."""
    page = tmp_path / "ODD.md"
    page.write_text("<!-- BEGIN rules arithmetic drift -->\nold\n<!-- END -->\n", encoding="utf-8")
    assert odd.main(["--check"], page) == 1
    assert "'rules arithmetic drift' is stale" in capsys.readouterr().out
    assert "old" in page.read_text(encoding="utf-8")
    assert odd.main([], page) == 0
    assert "def drift(value, target, keep):" in page.read_text(encoding="utf-8")
    assert odd.main(["--check"], page) == 0


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<!-- BEGIN rules behaviour dance -->\n<!-- END -->", "has no function 'dance'"),
        ("<!-- BEGIN weather -->\n<!-- END -->", "unknown part 'weather'; known: parameters"),
        ("<!-- BEGIN parameters Scenario soul -->\n<!-- END -->", "Scenario has no section 'soul'"),
        ("<!-- BEGIN parameters Novel -->\n<!-- END -->", "can't be made"),
        ("<!-- BEGIN facts -->\n", "needs one <!-- END -->"),
    ],
)
def test_an_order_that_cannot_be_followed_is_named_in_one_line(page, complaint, tmp_path, capsys):
    """The author of the page learns what is wrong with it."""
    path = tmp_path / "ODD.md"
    path.write_text(page, encoding="utf-8")
    assert odd.main([], path) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert path.read_text(encoding="utf-8") == page


README = (odd.ROOT / "README.md").read_text(encoding="utf-8")


def readme_blocks(language):
    """Return the code blocks of the README in one language ("" for commands)."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_python_of_the_readme_runs(capsys):
    """A newcomer's first lines of Python work as they stand."""
    (block,) = readme_blocks("python")
    exec(compile(block, "README.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "participation_top10" in shown
    assert "verb" in shown


def test_the_commands_of_the_readme_are_understood():
    """Each names a command of `community` or of start.py, and each option of `run` exists."""
    import typer

    from simulator.cli import app

    group = typer.main.get_command(app)
    commands = re.findall(r"python3 start\.py ?([^\n`]*)", README)
    assert len(commands) >= 6
    for command in commands:
        name, *rest = command.split() or ["lab"]
        assert name in {"setup", "test", "--help", *group.commands}, command
        if name in group.commands:
            asked = group.commands[name]
            if rest and rest[0] in getattr(asked, "commands", {}):
                asked = asked.commands[rest[0]]
            known = {option for parameter in asked.params for option in parameter.opts} | {"--help"}
            assert {word for word in rest if word.startswith("--")} <= known, command


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "simulator/ODD.md"])
def test_links_lead_to_files_that_exist(page):
    """A link within the kit leads somewhere."""
    path = odd.ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (path.parent / target).exists(), target


def test_the_files_that_the_readme_lists_exist():
    """The table of contents of the kit is not a plan."""
    table = README.partition("## What is inside")[2].partition("\n## ")[0]
    for name in re.findall(r"`([\w./]+(?:/|\.md))`", table):
        if name not in ("facilitator/", "solutions/"):
            assert (odd.ROOT / name).exists(), name


def test_the_changelog_knows_this_version():
    """The newest entry is the version that the package says it is."""
    from simulator import __version__

    newest = re.search(r"^## (\S+)", (odd.ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest[1] == __version__
