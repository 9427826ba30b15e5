"""Telling: the findings as tables, on a terminal and on the page."""

from __future__ import annotations

from benchmarks.measure import FIRST_DAYS, FIRST_MEMBERS

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
MIB = 2**20


def sections(found: dict) -> list[tuple[str, list[str], list[list[str]]]]:
    """Return the tables to show: title, column heads, rows of text. The first column of each holds names."""
    faster = []
    for row in found["ratios"]:
        is_whole = row["lived_hours"] == found["hours"]
        about = "" if is_whole else "≈ "
        faster.append(
            [
                f"{row['members']:,}",
                f"{found['hours']}" if is_whole else f"{row['lived_hours']}, scaled to {found['hours']}",
                f"{about}×{row['ratio']:,.0f}",
                f"{about}×{row['ratio_of_medians']:,.0f}",
                f"{100 * (row['same_readings'] - 1):+.0f}%",
                f"{about}{row['compiled_seconds']:.3g} s",
                f"{about}{row['usual_seconds']:.3g} s",
                f"{row['compiled_peak_bytes'] / MIB:,.0f} / {row['usual_peak_bytes'] / MIB:,.0f} MiB",
            ]
        )
    growth = [
        [
            f"{row['members']:,}",
            str(row["hours"]),
            f"{row['ns_per_member_hour']:,.1f} ns",
            f"{row['ns_per_reading']:,.0f} ns",
            f"{row['peak_bytes'] / MIB:,.0f} MiB",
            f"{row['seconds']:.3g} s",
        ]
        for row in found["scaling"]
    ]
    parts = found["split"]
    facts = [
        [
            "log-log slope of cost over members, from 10,000 up",
            "-" if found["slope"] is None else f"{found['slope']:.3f}",
        ],
        ["run with the team / run without", f"{parts['managed_to_bare']:.2f}"],
        ["an hour of the community, whoever is there", f"{parts['ns_per_hour'] / 1000:,.0f} µs"],
        ["an hour of a member who stays away", f"{parts['ns_per_member_hour']:.1f} ns"],
        ["a visit without its readings", f"{parts['ns_per_visit']:,.0f} ns"],
        ["a reading and what follows from it", f"{parts['ns_per_reading']:,.0f} ns"],
    ]
    first = f"first result, {FIRST_MEMBERS:,} members for {FIRST_DAYS} days, from starting Python"
    names = {"cold": "nothing compiled yet", "warm": "compiled before"}
    facts += [[f"{first}: {names[name]}", f"{seconds:.1f} s"] for name, seconds in found["first"].items()]
    return [
        (
            "How many times faster than the usual Mesa style",
            ["members", "hours", "best", "median", "readings", "compiled CPU", "usual CPU", "peak memory"],
            faster,
        ),
        (
            "How cost grows",
            ["members", "hours", "a member's hour", "a reading, all included", "peak memory", "CPU"],
            growth,
        ),
        ("Where the time goes", ["what", "measured"], facts),
    ]  # fmt: skip


def show(found: dict) -> None:
    """Print the tables to the terminal."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, heads, rows in sections(found):
        table = Table(*heads, title=title, title_justify="left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(
        f"{found['machine']}; {found['scenario']} with playbook {found['playbook']}; CPU seconds, best of several"
    )


def markdown(found: dict) -> str:
    """Return the tables as Markdown."""
    lines = [
        f"Measured on {found['machine']}, scenario `{found['scenario']}`, playbook `{found['playbook']}`.",
        "",
    ]
    for title, heads, rows in sections(found):
        lines += [f"**{title}**", "", f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def write_between_markers(text: str, addition: str) -> str:
    """Return `text` with everything between the two markers replaced.

    Raises:
        ValueError: when a marker is missing.
    """
    if BEGIN not in text or END not in text:
        raise ValueError(f"the page needs the markers {BEGIN} and {END}")
    before, rest = text.split(BEGIN, 1)
    return f"{before}{BEGIN}\n{addition}{END}{rest.split(END, 1)[1]}"
