"""Make the teaching data sets: each is lived again from its seed, and written byte for byte as it was.

    python datasets/make.py                    # write all
    python datasets/make.py --only storm       # write one, or several
    python datasets/make.py --check            # write nothing; say which are not current

Nothing is half-written: a file is replaced when the new one is complete.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))  # a checkout need not be installed

from recipes import RECIPES  # noqa: E402
from tqdm import tqdm  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Make or check data sets; return 0 when all is well, 1 when something is stale."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when one is not current")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=list(RECIPES), help="these only")
    options = parser.parse_args(arguments)
    stale = []
    with tqdm(options.only or list(RECIPES), unit="data set", disable=None) as names:
        for name in names:
            names.set_description(name)
            text = RECIPES[name].text().encode("utf-8")
            path = FOLDER / f"{name}.csv"
            if path.is_file() and path.read_bytes() == text:
                continue
            stale.append(name)
            if not options.check:
                write(path, text)
    done = "not current" if options.check else "written"
    print(f"{done}: {', '.join(stale)}" if stale else "all current")
    return 1 if stale and options.check else 0


def write(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    descriptor, name = tempfile.mkstemp(prefix=".making-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    sys.exit(main())
