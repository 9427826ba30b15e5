"""The data sets: complete, described, sourced, and safe to load."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from simulator import datasets

FIGURES = ["participation_benchmarks", "published_effects", "real_communities", "stylised_facts"]
TEACHING = [
    "quiet_forum", "rules_before_after", "contest", "storm", "onboarding_ab", "three_platforms",
    "moderation_sample", "year_of_metadata",
]  # fmt: skip
ALL = FIGURES + TEACHING
WITH_SOURCES = ["participation_benchmarks", "real_communities"]
KEYS = {
    "participation_benchmarks": ["id"],
    "published_effects": ["id"],
    "real_communities": ["community", "statistic"],
    "stylised_facts": ["id"],
    "quiet_forum": ["month", "member"],
    "rules_before_after": ["forum", "week", "group"],
    "contest": ["arm", "day"],
    "storm": ["time"],
    "onboarding_ab": ["newcomer"],
    "three_platforms": ["platform", "day", "hour"],
    "moderation_sample": ["post"],
    "year_of_metadata": ["quarter", "weekday", "hour", "promotion"],
}
REPOSITORY_FOLDER = Path(__file__).parent.parent / "datasets"


def numbers_of(table):
    """Return every number of a table's value-like columns, long, with its unit."""
    columns = ["value", "value_low", "value_high", "accept_low", "accept_high", "median_real"]
    present = [column for column in columns if column in table]
    return table.melt(id_vars="unit", value_vars=present, value_name="number").dropna(subset="number")


def test_the_data_package_and_its_tables_obey_their_schema():
    """Types, constraints, keys and columns hold, as the Frictionless standard defines them."""
    import frictionless

    report = frictionless.validate(str(REPOSITORY_FOLDER / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(ALL)


def test_every_table_in_the_folder_is_in_the_data_package():
    """A table nobody described would be a figure without a source."""
    assert {path.stem for path in REPOSITORY_FOLDER.glob("*.csv")} == set(datasets.names()) == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_column_comes_as_the_type_that_the_package_says(name):
    """Numbers are numbers, flags are flags, text is text, and nothing required is missing."""
    table = datasets.load(name)
    package = json.loads((REPOSITORY_FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    fields = next(resource for resource in package["resources"] if resource["name"] == name)["schema"]["fields"]
    assert list(table) == [field["name"] for field in fields]
    kinds = {"number": "f", "integer": "i", "boolean": "b"}
    for field in fields:
        column = table[field["name"]]
        if field["type"] == "string":
            assert pd.api.types.is_string_dtype(column), field["name"]
        else:
            assert column.dtype.kind == kinds[field["type"]], field["name"]
        assert not (field.get("constraints", {}).get("required") and column.isna().any()), field["name"]


@pytest.mark.parametrize("name", FIGURES)
def test_loading_gives_every_described_column_its_type(name):
    """Numbers are numbers, flags are flags, text is text, in the order of the schema."""
    table = datasets.load(name)
    assert list(table) == list(datasets.describe(name)["fields"])
    number = {"value", "value_low", "value_high", "accept_low", "accept_high", "median_real"}
    for column in table:
        if column in number:
            assert table[column].dtype == "float64", column
        elif column in {"n", "n_communities"}:
            assert table[column].dtype == "int64", column
        elif column == "is_measurement":
            assert table[column].dtype == "bool"
        else:
            assert pd.api.types.is_string_dtype(table[column]), column


@pytest.mark.parametrize("name", ALL)
def test_every_row_has_a_key_of_its_own(name):
    """A figure can be cited by its key; a row of a teaching table can be pointed at."""
    assert not datasets.load(name).duplicated(KEYS[name]).any()


@pytest.mark.parametrize("name", WITH_SOURCES)
def test_every_figure_names_its_source_population_window_and_confidence(name):
    """A figure without these four cannot be compared with anything."""
    table = datasets.load(name)
    for column in ["citation", "population", "window", "confidence"]:
        assert table[column].notna().all(), column
        assert (table[column].str.strip() != "").all(), column
    assert set(table["confidence"]) <= {"high", "medium", "low"}


@pytest.mark.parametrize("name", FIGURES)
def test_shares_and_indexes_lie_between_zero_and_one(name):
    """A share of 87 would be a percentage in disguise."""
    numbers = numbers_of(datasets.load(name))
    shares = numbers[numbers["unit"].isin(["share", "index"])]
    assert not shares.empty
    assert shares["number"].between(0, 1).all()


@pytest.mark.parametrize("name", ALL)
def test_no_text_starts_like_a_spreadsheet_formula(name):
    """Opened in a spreadsheet, a cell must stay a cell."""
    text = datasets.load(name).select_dtypes("str")
    assert not text.apply(lambda column: column.str.match(r"[=+\-@\t\r]", na=False)).to_numpy().any()


def test_the_rule_of_thumb_is_not_sold_as_a_measurement():
    """90-9-1 and its variants are in the table, marked as what they are."""
    table = datasets.load("participation_benchmarks").set_index("id")
    rule = table.loc[["P01a", "P01b", "P01c"]]
    assert rule["value"].tolist() == [0.90, 0.09, 0.01]
    assert not rule["is_measurement"].any()
    assert table.loc[["P03d", "P05", "P08a", "P10e"], "is_measurement"].all()


def test_a_benchmark_without_any_number_says_why():
    """A figure that was only remembered has no value, and its note tells the reader."""
    table = datasets.load("participation_benchmarks")
    empty = table[table[["value", "value_low", "value_high"]].isna().all(axis=1)]
    assert set(empty["id"]) == {"P21b", "P24d", "P30", "P35a", "P35b", "P37"}
    assert empty["note"].str.startswith("No value").all()


def test_the_sample_that_does_not_add_up_says_so():
    """The three groups of P03 are shares of a smaller sum than the total it states."""
    table = datasets.load("participation_benchmarks").set_index("id")
    assert 4_668 + 88_732 + 276_034 == 369_434 != table.loc["P03b", "value"]
    assert table.loc[["P03b", "P03d", "P03e", "P03f"], "note"].str.contains("369,434").all()


@pytest.mark.parametrize(("name", "column"), [(WITH_SOURCES[0], "measure"), (WITH_SOURCES[1], "statistic")])
def test_every_statistic_is_described_and_no_description_is_idle(name, column):
    """The dictionary and the table name the same things."""
    definitions = datasets.describe(name)["definitions"]
    assert set(datasets.load(name)[column]) == set(definitions)
    assert all(len(text) > 20 for text in definitions.values())


def test_one_statistic_has_one_unit_wherever_it_is_used():
    """The Gini index of a fact can be laid beside the Gini index of a community."""
    columns = ["statistic", "unit"]
    both = pd.concat([datasets.load(name)[columns] for name in ["real_communities", "stylised_facts"]])
    assert (both.groupby("statistic")["unit"].nunique() == 1).all()


def test_a_fact_is_a_range_with_the_median_inside():
    """Low is below high, and what is typical is acceptable."""
    facts = datasets.load("stylised_facts")
    assert (facts["accept_low"] < facts["accept_high"]).all()
    measured = facts.dropna(subset="median_real")
    assert measured["median_real"].between(measured["accept_low"], measured["accept_high"]).all()
    assert (facts["median_real"].isna() == (facts["n_communities"] == 0)).all()


def test_a_fact_names_only_benchmarks_that_exist():
    """Whoever follows a fact to its sources arrives."""
    cited = datasets.load("stylised_facts")["benchmarks"].dropna().str.split(";").explode()
    assert set(cited) <= set(datasets.load("participation_benchmarks")["id"])


def test_the_real_communities_lie_inside_the_ranges_drawn_from_them():
    """Values are rounded as the ranges are; a range is applied only where it says that it applies."""
    real = datasets.load("real_communities")
    compared = 0
    for fact in datasets.load("stylised_facts").itertuples():
        rows = real[real["statistic"] == fact.statistic]
        if "chat" not in fact.applies_to.split(";"):
            rows = rows[rows["kind"] != "chat"]
        if fact.audience == "world-wide":
            rows = rows[rows["clock"] == "utc_worldwide"]
        values = rows["value"].round(2)
        assert values.between(fact.accept_low, fact.accept_high).all(), fact.id
        compared += len(values)
    assert compared > 40


def test_the_archive_of_a_community_is_consistent_with_itself():
    """Threads times their mean size gives the contributions, in every community."""
    real = datasets.load("real_communities")
    value = real.pivot(index="community", columns="statistic", values="value")
    threads = real[real["statistic"] == "thread_size_mean"].set_index("community")["n"]
    assert (threads * value["thread_size_mean"]).to_numpy() == pytest.approx(value["events"].to_numpy())
    starters = value["share_contrib_that_start_threads"] * value["events"]
    assert starters.to_numpy() == pytest.approx(threads.to_numpy())


def effects():
    """Return the published effects, one row a checked part."""
    return datasets.load("published_effects")


def test_every_published_effect_names_its_source_how_it_was_seen_and_what_to_mind():
    """Whoever doubts a verdict can go back to the study, and knows how far the comparison carries."""
    text = effects()[["source", "address", "seen", "published", "reservation"]]
    assert text.notna().all().all()
    assert (text.apply(lambda column: column.str.len()) > 3).all().all()
    assert effects()["source"].str.contains(r"\(\d{4}\)").all()


def test_what_was_read_second_hand_has_low_confidence_and_a_paper_never_has():
    """How it was seen decides how sure we are."""
    confidence, seen = effects()["confidence"], effects()["seen"]
    assert (confidence[seen == "second-hand"] == "low").all()
    assert (confidence[seen == "paper"] != "low").all()
    assert (seen[confidence == "high"].str.contains("paper|abstract")).all()


def test_an_effect_is_one_publication_with_parts_lettered_from_a():
    """E10a, E10b, E10c: parts can be cited, and none is missing."""
    for effect, rows in effects().groupby("effect"):
        assert list(rows["id"]) == [f"{effect}{letter}" for letter in "abcdefgh"[: len(rows)]]
        assert rows["topic"].nunique() == rows["source"].nunique() == 1


def test_an_accepted_range_lies_on_the_side_its_direction_asks_for():
    """A range for a rise that holds no rise could never be met."""
    for row in effects().itertuples():
        none = 1 if row.unit in ("ratio", "odds ratio") else 0
        low, high = row.accept_low, row.accept_high
        if row.sign == "up":
            assert not low < none, row.id
        elif row.sign == "down":
            assert not high > none, row.id
        else:
            assert low < high, row.id
        if row.sign == "zero":
            assert low < none < high, row.id


def test_a_check_without_a_range_admits_that_only_the_direction_is_checked():
    """A direction must not look like a figure that was met."""
    table = effects()
    open_ended = table[["accept_low", "accept_high"]].isna().all(axis=1)
    says = table["reservation"].str.contains("Direction only|direction is checked")
    assert 20 < open_ended.sum() < len(table)
    assert (open_ended == says).all()


@pytest.mark.parametrize("name", ALL)
def test_describe_answers_what_a_newcomer_asks(name):
    """What is it, what is it for, may I use it, what do the columns mean."""
    about = datasets.describe(name)
    assert about["question"].endswith("?")
    assert "Attribution 4.0" in about["licence"]
    assert about["title"] and about["description"] and about["sources"]
    assert all(about["fields"].values())


def test_figures_and_teaching_tables_can_be_told_apart():
    """Who looks for evidence must not find a made-up community."""
    assert datasets.names("published figures") == FIGURES
    assert datasets.names("teaching") == TEACHING
    assert {datasets.describe(name)["kind"] for name in TEACHING} == {"teaching"}
    for kind in ("teachin", "", 7):
        with pytest.raises(ValueError, match="known: published figures, teaching"):
            datasets.names(kind)


@pytest.mark.parametrize("name", ["reall_communities", "", "../stylised_facts", "/etc/passwd", "..", 7, None])
def test_an_unknown_name_is_refused_and_the_known_ones_are_listed(name):
    """A typing error teaches, and a name is never a path."""
    for ask in (datasets.load, datasets.describe):
        with pytest.raises(ValueError, match=f"known: {', '.join(ALL)}"):
            ask(name)


def test_a_tampered_descriptor_cannot_lead_out_of_the_folder(tmp_path, monkeypatch):
    """Even if somebody edits the path of a data set, only the data folder is read."""
    folder = tmp_path / "datasets"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("id\n1\n", encoding="utf-8")
    resource = {"name": "leak", "path": "../secret.csv", "schema": {"fields": []}}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    monkeypatch.setattr(datasets, "FOLDERS", (folder,))
    with pytest.raises(ValueError, match="must stay in the data folder"):
        datasets.load("leak")


def test_an_installed_kit_finds_its_data_inside_the_package(tmp_path, monkeypatch):
    """Without a checkout the second folder is used; without either, one line says what is missing."""
    monkeypatch.setattr(datasets, "FOLDERS", (tmp_path / "absent", REPOSITORY_FOLDER))
    assert datasets.names() == ALL
    monkeypatch.setattr(datasets, "FOLDERS", (tmp_path / "absent",))
    with pytest.raises(FileNotFoundError, match=r"no datapackage\.json in"):
        datasets.names()


def test_importing_the_module_does_not_load_pandas():
    """A command that needs no table should not wait for the library that makes them."""
    code = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('datasets', {datasets.__file__!r})\n"
        "spec.loader.exec_module(importlib.util.module_from_spec(spec))\n"
        "sys.exit('pandas' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_readme_lists_every_data_set_with_its_size():
    """The first page a reader sees is right."""
    readme = (REPOSITORY_FOLDER / "README.md").read_text(encoding="utf-8")
    for name in ALL:
        assert f"| `{name}` | {len(datasets.load(name))} | {datasets.describe(name)['question']} |" in readme
