"""Spreadsheets: tables that people open are tables, whatever their playbooks are called."""

import io

import pandas as pd

from simulator.terminal.spreadsheets import as_csv

TABLE = pd.DataFrame({"playbook": ["=cmd()", "balanced", " @sum"], "+trust": [0.5, -1.25, float("nan")]})


def test_a_playbook_named_like_a_formula_stays_a_name():
    """Cells and headings; numbers below zero are numbers still."""
    read = pd.read_csv(io.BytesIO(as_csv(TABLE)))
    assert list(read["playbook"]) == ["'=cmd()", "balanced", "' @sum"]
    assert list(read) == ["playbook", "'+trust"] and read["'+trust"][1] == -1.25


def test_harmless_tables_are_written_as_ever():
    """Not a byte differs, so that earlier results can be compared."""
    plain = pd.DataFrame({"metric": ["trust", "dau"], "value": [0.1234567890123, 1e-17], "n": [3, 4]})
    assert as_csv(plain) == plain.to_csv(index=False, lineterminator="\n").encode()
    indexed = plain.set_index("metric")
    assert as_csv(indexed, index=True) == indexed.to_csv(lineterminator="\n").encode()
    assert as_csv(plain.head(0)) == b"metric,value,n\n"
