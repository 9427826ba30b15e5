"""Contents: the README's table of the course, written from course.toml.

python tools/contents.py           write it anew
python tools/contents.py --check   say whether it is current
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from exercises.course import modules  # noqa: E402

BEGIN, END = "<!-- BEGIN course -->\n", "<!-- END course -->"


def table(root=ROOT):
    """Return the table of modules as Markdown: number, title with its question, exercises."""
    lines = ["| | module | the question | exercises |", "|---|---|---|---|"]
    for module in modules(root):
        page = module.notebook.replace("source/", "").replace(".py", ".ipynb")
        practice = ", ".join(
            f"[{each.title}]({each.source.replace('source/', '').replace('.py', '.ipynb')})"
            for each in module.exercises
        )
        lines.append(f"| {module.id} | [{module.title}]({page}) | {module.question} | {practice} |")
    return "\n".join(lines) + "\n"


def written(text, root=ROOT):
    """Return the text of the README with the table of today."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}{table(root)}{END}{rest.partition(END)[2]}"


def main(arguments, root=ROOT):
    """Write the table, or check it; return the exit status."""
    page = root / "README.md"
    before = page.read_text(encoding="utf-8")
    after = written(before, root)
    if arguments == ["--check"]:
        if before != after:
            print("README.md lists another course; run: python tools/contents.py", file=sys.stderr)
        return int(before != after)
    page.write_text(after, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
