"""Dictionary: every column of every table of a run is described, once, and nothing else is."""

import re

import pandas as pd
import pytest
from communities import lived
from pandas.api import types

from simulator.lab.run import TABLES, simulate
from simulator.lens.dictionary import dictionary
from simulator.world.conduct import BREACHES
from simulator.world.scenario import Scenario

IS_TYPE = {
    "whole number": types.is_integer_dtype,
    "number": types.is_float_dtype,
    "yes or no": types.is_bool_dtype,
    "category": lambda dtype: isinstance(dtype, pd.CategoricalDtype),
    "text": lambda dtype: types.is_string_dtype(dtype) and not isinstance(dtype, pd.CategoricalDtype),
    "time": lambda dtype: isinstance(dtype, pd.DatetimeTZDtype),
}


@pytest.fixture(scope="module")
def tables():
    """The tables of a small run by name."""
    run = simulate(Scenario.load("forum").replace(members=200, days=3), "balanced", seed=1)
    return {name: getattr(run, name) for name in TABLES} | {"events": run.events()}


def test_every_column_of_every_table_is_described_and_nothing_else(tables):
    """Tables and columns come in the order in which a run shows them."""
    described = dictionary()
    assert list(described["table"].unique()) == list(tables)
    for name, table in tables.items():
        assert list(described.loc[described["table"] == name, "column"]) == list(table.columns)


def test_types_are_those_of_the_tables(tables):
    """A column said to hold whole numbers does."""
    for row in dictionary().itertuples():
        assert IS_TYPE[row.type](tables[row.table][row.column].dtype), f"{row.table}.{row.column} is no {row.type}"


def test_categories_are_described_by_the_words_that_the_tables_show(tables):
    """The codes of the engine do not appear in a run, so they are not in its dictionary either."""
    categories = dictionary().query("type == 'category'")
    shown = [(name, column) for name, table in tables.items() for column in table.select_dtypes("category")]
    assert list(zip(categories["table"], categories["column"], strict=True)) == shown
    assert len(shown) == 9
    for row in categories.itertuples():
        for word in tables[row.table][row.column].cat.categories:
            assert word in row.description
        assert not any(character.isdigit() for character in row.description)


def test_every_entry_has_a_unit_and_a_description():
    """No cell is empty and no line of the printed dictionary breaks."""
    described = dictionary()
    assert list(described.columns) == ["table", "column", "type", "unit", "description"]
    assert (described.map(str.strip) != "").all(axis=None)
    assert not described["description"].str.contains("\n").any()


def test_the_daily_table_speaks_of_days():
    """Descriptions taken over from the hourly table would speak of hours, and nerves are no sums."""
    daily = dictionary().query("table == 'daily'").set_index("column")["description"]
    assert not daily.str.contains("hour").any()
    averaged = daily[daily.str.contains("mean of the day")]
    assert list(averaged.index) == ["fatigue", "composure"]


def test_the_log_is_described_by_every_word_that_it_may_hold():
    """Verbs, kinds of target, rules and numbers of actors that a busy team writes down are all named."""
    about = dictionary().query("table == 'actions'").set_index("column")["description"]
    actions = lived("compiled").to_run().actions
    named = {column: set(re.findall(r"\w+", text)) for column, text in about.items()}
    for column in ("verb", "target_kind"):
        assert set(actions[column]) <= named[column], column
    assert actions["verb"].nunique() > 10
    assert {*BREACHES[1:]} <= named["rule"] and set(actions["rule"]) - {""} <= named["rule"]
    assert {"-1", "-2"} <= set(about["actor"].replace(",", "").split())
    assert actions["actor"].min() == -2
