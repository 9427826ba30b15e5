"""Privacy: what is published hides people, also from those who know a lot; and what it costs is said."""

from datetime import date
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.lab.logs import pseudonym
from simulator.lens.coarsening import averaged
from simulator.lens.privacy import (
    FLOOR,
    coarsened,
    diversity_of,
    k_of,
    linkage,
    pseudonyms,
    publish,
    publish_aggregates,
    publish_counts,
    reidentified,
)

KEY = b"a key of the test, kept nowhere"
TERMS = {"purpose": "test what is published", "keep_days": 30, "published": "2025-01-01"}


def people(count=300, seed=1):
    """Return made-up members: hour and day of joining, posts, role and trust."""
    draw = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "id": np.arange(count),
            "hour": draw.integers(0, 24, count),
            "joined": pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 120, count), unit="D"),
            "posts": draw.geometric(0.3, count) - 1,
            "role": draw.choice(["creator", "lurker", "influencer"], count, p=[0.2, 0.77, 0.03]),
            "trust": draw.random(count).round(1),
        }
    )


BANDS = {"hour": "part_of_day", "joined": "month", "posts": [0, 1, 3]}


def tables(values=3, columns=3):
    """Return a strategy for small tables of whole numbers, with gaps, one row a person."""
    cell = st.one_of(st.integers(0, values), st.none())
    row = st.tuples(*[cell] * columns)
    names = list("abcdef")[:columns]
    return st.lists(row, max_size=60).map(lambda rows: pd.DataFrame(rows, columns=names, dtype="float64"))


# --- pseudonyms -----------------------------------------------------------------------------------------------


def test_a_pseudonym_depends_on_id_and_key_and_is_that_of_the_logs():
    """The same person can be followed by whoever has the key, and by nobody else."""
    names = pseudonyms(["anna", "ben", "anna"], KEY)
    assert names[0] == names[2] != names[1]
    assert names[0] == pseudonym("anna", KEY)
    assert not set(names) & set(pseudonyms(["anna", "ben"], KEY[::-1]))
    assert pseudonyms([7], KEY)[0] == pseudonyms(["7"], KEY.decode())[0]


def test_pseudonyms_keep_the_index_of_a_column():
    """They can be put into the table they belong to."""
    ids = pd.Series([5, 6], index=["x", "y"])
    assert pseudonyms(ids, KEY).index.tolist() == ["x", "y"]


@pytest.mark.parametrize("key", [None, b"", "short", b"x" * 15, b"x" * 65, 7, 1.5, [1]])
def test_no_pseudonym_is_made_without_a_good_key(key):
    """An unkeyed hash of a name is the name, for whoever has a list of names."""
    with pytest.raises(ValueError, match=r"^key must be"):
        pseudonyms(["anna"], key)


@pytest.mark.parametrize("ids", [None, "anna", 7, [None], [float("nan")], [1.0], [True], [""], [["a"]]])
def test_what_is_no_id_gets_no_pseudonym(ids):
    """A gap that gets a name would be somebody."""
    with pytest.raises(ValueError, match=r"^ids must be"):
        pseudonyms(ids, KEY)


# --- attacks --------------------------------------------------------------------------------------------------


def test_k_is_the_size_of_the_smallest_crowd():
    """Worked out by hand: two alike, one alone; and per person, not per row."""
    table = pd.DataFrame({"a": [1, 1, 2, 2], "b": ["x", "x", "y", "z"], "who": [1, 2, 3, 3]})
    assert k_of(table, ["a"]) == 2
    assert k_of(table, ["a", "b"]) == 1
    assert k_of(table, ["a"], person="who") == 1
    assert k_of(table.head(0), ["a"]) == 0
    assert k_of(pd.DataFrame({"a": [None, None, 1]}), ["a"]) == 1


@given(tables())
def test_k_equals_a_plain_count(table):
    """An independent loop over all rows, gaps counting as a value."""
    rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in table.itertuples(index=False)]
    assert k_of(table, ["a", "b", "c"]) == min((rows.count(row) for row in rows), default=0)


def test_who_is_unique_in_what_others_know_is_found():
    """Sweeney's attack by hand: one is alone by postcode and age, two hide behind each other."""
    table = pd.DataFrame({"area": ["n", "n", "s"], "age": [30, 30, 41], "illness": ["a", "b", "c"]})
    known = pd.DataFrame(
        {"name": ["Ada", "Bo", "Cy", "Di"], "area": ["n", "n", "s", "w"], "age": [30, 30, 41, 41]}
    )
    assert reidentified(table, known, ["area", "age"]) == 1
    assert linkage(table, known, ["area", "age"])["pinned"].tolist() == [False, False, True, False]
    assert reidentified(table, known, ["area"]) == 1
    assert reidentified(table, known.head(0), ["area"]) == 0


def test_a_row_that_fits_two_known_persons_is_not_pinned():
    """The attacker cannot tell which of the two it is."""
    table, known = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 1]})
    assert reidentified(table, known, ["a"]) == 0


def test_a_group_with_one_secret_is_reported():
    """Homogeneity: five alike with the same illness tell it of each of them."""
    table = pd.DataFrame({"area": ["n"] * 5 + ["s"] * 5, "illness": ["flu"] * 5 + ["flu", "cold"] * 2 + ["flu"]})
    found = diversity_of(table, ["area"], ["illness"]).loc["illness"]
    assert (found["least_values"], found["share_exposed"]) == (1, 0.5)
    release = publish(table, quasi=["area"], sensitive=["illness"], **TERMS)
    assert release.report()["exposed_illness"] == 0.5
    assert "illness" in release.says()


# --- a table with a row a person ------------------------------------------------------------------------------


@settings(deadline=None)
@given(tables(), st.integers(5, 8))
def test_nobody_published_stands_in_a_crowd_of_fewer_than_k(table, k):
    """For every combination of columns, of any table; and who is left out is nobody, or k people or more."""
    release = publish(table, quasi=["a", "b"], sensitive=["c"], **TERMS | {"k": k})
    for size in (1, 2):
        for names in combinations(["a", "b"], size):
            assert k_of(release.table, names) >= k or release.table.empty
    assert release.suppressed == len(table) - len(release.table)
    assert release.suppressed == 0 or release.suppressed >= min(k, len(table))
    assert release.share_lost == pytest.approx(release.suppressed / len(table) if len(table) else 0)


@settings(deadline=None)
@given(tables(values=2), st.lists(st.integers(0, 9), min_size=60, max_size=60))
def test_a_crowd_is_counted_in_people_when_somebody_has_several_rows(table, owners):
    """Five rows of one person are one person."""
    table = table.assign(who=owners[: len(table)])
    release = publish(table, quasi=["a", "b"], person="who", **TERMS)
    assert "who" not in release.table
    kept = table.merge(release.table.drop_duplicates(), on=["a", "b"])
    assert release.table.empty or k_of(kept, ["a", "b"], person="who") >= FLOOR


def test_coarse_bands_save_rows_that_exact_values_lose():
    """That is the trade: detail against people."""
    exact = publish(people(), quasi=["hour", "joined", "posts"], **TERMS)
    banded = publish(people(), quasi=["hour", "joined", "posts"], coarsen=BANDS, **TERMS)
    assert exact.share_lost > 0.9 > 0.3 > banded.share_lost
    known = coarsened(people(), BANDS)
    assert reidentified(people(), people(), ["hour", "joined", "posts"]) > 200
    assert reidentified(banded.table, known, ["hour", "joined", "posts"]) == 0
    assert banded.coarsened == ("hour", "joined", "posts")


def test_order_index_and_undeclared_columns_are_not_published():
    """Each of them would lead back to the rows."""
    table = people().sample(frac=1, random_state=3)
    release = publish(table, quasi=["role"], sensitive=["trust"], **TERMS)
    assert list(release.table) == ["role", "trust"] and "id" in release.dropped
    assert release.table.index.equals(pd.RangeIndex(len(release.table)))
    shuffled = publish(table.sample(frac=1, random_state=4), quasi=["role"], sensitive=["trust"], **TERMS)
    pd.testing.assert_frame_equal(release.table, shuffled.table)


def test_one_who_would_be_missing_takes_a_group_along():
    """Fourteen of fifteen shown, and everybody knows who the fifteenth was."""
    table = pd.DataFrame({"role": ["a"] * 8 + ["b"] * 6 + ["c"]})
    release = publish(table, quasi=["role"], **TERMS)
    assert release.table["role"].tolist() == ["a"] * 8
    assert release.suppressed == 7


def test_when_everybody_is_too_rare_nothing_is_shown_and_that_is_said():
    """An empty table is an answer, too."""
    release = publish(pd.DataFrame({"id": range(20)}), quasi=["id"], **TERMS)
    assert release.table.empty and release.share_lost == 1
    assert "coarser" in release.says()


def test_publishing_leaves_the_table_as_it_was():
    """Who publishes still needs the real one."""
    table = people()
    publish(table, quasi=["hour"], coarsen={"hour": "part_of_day"}, **TERMS)
    pd.testing.assert_frame_equal(table, people())


# --- purpose and retention ------------------------------------------------------------------------------------

PUBLISHERS = {
    "publish": lambda **terms: publish(people(), quasi=["role"], **terms),
    "publish_counts": lambda **terms: publish_counts(people(), by=["role"], **terms),
    "publish_aggregates": lambda **terms: publish_aggregates(
        pd.DataFrame({"day": [0], "n": [9]}), by=["day"], people={"n": "n"}, **terms
    ),
}


@pytest.mark.parametrize("way", PUBLISHERS)
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("purpose", [None, "", "   ", "x", 7, ["a purpose that is long enough"]]),
        ("keep_days", [None, 0, -1, 1.5, "30", True, 10**9, float("nan")]),
        ("k", [4, 1, 0, -5, None, "5", 5.0, True, float("inf")]),
        ("published", ["yesterday", 7, pd.NaT, float("nan")]),
    ],
)
def test_no_table_leaves_without_purpose_retention_and_a_crowd_of_five(way, name, values):
    """Whatever the way out; one line names the field and what would be right."""
    for value in values:
        with pytest.raises(ValueError, match=f"^{name} must") as caught:
            PUBLISHERS[way](**TERMS | {name: value})
        assert "\n" not in str(caught.value)


def test_a_release_expires_after_its_last_day():
    """Kept for thirty days means gone on the thirty-first."""
    release = PUBLISHERS["publish"](**TERMS)
    assert release.keep_until == date(2025, 1, 31)
    assert not release.expired(on="2025-01-31")
    assert release.expired(on=date(2025, 2, 1)) and release.expired(pd.Timestamp("2025-02-01 08:00"))
    for bad in (None, "soon", 7, pd.NaT):
        with pytest.raises(ValueError, match=r"^on must be a date"):
            release.expired(on=bad)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"quasi": []}, "quasi must name at least one"),
        ({"quasi": "role"}, "quasi must be a list"),
        ({"quasi": None}, "quasi must be a list"),
        ({"quasi": ["rolle"]}, "no column 'rolle'"),
        ({"quasi": [["role"]]}, "no column"),
        ({"quasi": ["role", "role"]}, "names a column twice"),
        ({"quasi": ["role"], "sensitive": ["role"]}, "role can be only one of"),
        ({"quasi": ["role"], "sensitive": ["mood"]}, "sensitive: no column 'mood'"),
        ({"quasi": ["role"], "person": "name"}, "person: no column 'name'"),
        ({"quasi": ["role"], "coarsen": {"age": 10}}, "coarsen: no column 'age'"),
        ({"quasi": ["role"], "coarsen": "week"}, "coarsen must be a dictionary"),
    ],
)
def test_what_does_not_fit_the_table_is_refused_in_one_line(arguments, problem):
    """A typing error must not turn a quasi-identifier into nothing."""
    with pytest.raises(ValueError, match=problem) as caught:
        publish(people(), **TERMS | arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("table", [None, "table", [], {"role": [1]}, 7])
def test_what_is_no_table_is_refused(table):
    """For every function that takes one."""
    for call in (
        lambda: publish(table, quasi=["role"], **TERMS),
        lambda: publish_counts(table, by=["role"], **TERMS),
        lambda: publish_aggregates(table, by=["role"], people={"n": "n"}, **TERMS),
        lambda: k_of(table, ["role"]),
        lambda: reidentified(table, people(), ["role"]),
        lambda: reidentified(people(), table, ["role"]),
    ):
        with pytest.raises(ValueError, match="must be a DataFrame"):
            call()


def test_values_that_cannot_be_compared_are_refused():
    """A column of lists has no groups."""
    table = pd.DataFrame({"a": [[1], [2]]})
    for call in (lambda: k_of(table, ["a"]), lambda: publish(table, quasi=["a"], **TERMS)):
        with pytest.raises(ValueError, match="plain values"):
            call()


# --- coarsening -----------------------------------------------------------------------------------------------


def one(values, rule):
    """Return a column made coarser, as a list."""
    return coarsened(pd.DataFrame({"x": values}), {"x": rule})["x"].tolist()


def test_bands_are_what_their_names_say():
    """By hand, at both ends of each band."""
    assert one([0, 5, 6, 11, 12, 17, 18, 23], "part_of_day") == [
        "night", "night", "morning", "morning", "afternoon", "afternoon", "evening", "evening"
    ]  # fmt: skip
    assert one([0, 1, 2, 4, 5, 900], [0, 1, 2, 5]) == ["0", "1", "2 to 4", "2 to 4", "5 or more", "5 or more"]
    assert one([0, 9, 10, 25], 10) == ["0 to 9", "0 to 9", "10 to 19", "20 to 29"]
    assert one([0.1, 0.5], 0.5) == ["0 to under 0.5", "0.5 to under 1"]
    assert one(["2024-01-07", "2024-01-08"], "week") == ["2024-01-01", "2024-01-08"]
    assert one([0, 6, 7], "week") == [0, 0, 1]
    assert one(pd.to_datetime(["2024-05-31 23:00"]).tz_localize("UTC"), "quarter") == ["2024Q2"]
    assert one(["a", "b"], {"a": "x", "b": "x"}) == ["x", "x"]


@given(st.lists(st.one_of(st.floats(0, 1e6), st.none()), min_size=1, max_size=30), st.floats(0.5, 1e4))
def test_equal_values_stay_equal_and_gaps_stay_gaps(values, width):
    """Coarser never means finer: it cannot split who was together."""
    table = pd.DataFrame({"x": pd.Series(values, dtype="float64")})
    for rule in (width, [0, width]):
        result = coarsened(table, {"x": rule})["x"]
        assert (result.isna() == table["x"].isna()).all()
        assert (result.groupby(table["x"]).nunique() == 1).all()


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ([1], "fortnight"), ([1], "month"), (["a"], "month"), (["a"], 5), ([1], 0), ([1], -1), ([1], float("nan")),
        ([1], float("inf")), ([1], []), ([1], [2, 1]), ([0], [1, 2]), ([1], ["a"]), ([24], "part_of_day"),
        ([float("inf")], 5), ([True], 5), ([1], None), ([1], True), (["a"], {"b": "c"}), ([1e300], [0]),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_fit_is_refused_in_one_line(values, rule):
    """Nothing is guessed: a wrong band would look like a right one."""
    with pytest.raises(ValueError, match=r"^coarsen: ") as caught:
        one(values, rule)
    assert "\n" not in str(caught.value)


def test_averages_keep_sums_and_leave_nobody_alone():
    """Five or more share their numbers; the total of the community is untouched."""
    table = people(83)[["posts", "trust", "role"]].assign(role="all")
    result = averaged(table, ["posts", "trust"], 5, within=["role"])
    assert k_of(result, ["posts", "trust"]) >= 5
    assert result[["posts", "trust"]].sum().to_numpy() == pytest.approx(table[["posts", "trust"]].sum().to_numpy())
    with pytest.raises(ValueError, match="only 3 people"):
        averaged(table.head(3), ["posts"], 5)


# --- tables of counts -----------------------------------------------------------------------------------------


def solutions(cells, rows, columns):
    """Return all tables of whole numbers that agree with what is shown of a two-way table, by trying them all."""
    blank = [(row, column) for row, column in product(rows, columns) if pd.isna(cells[row, column])]
    total = 12
    for values in product(range(total + 1), repeat=len(blank)):
        full = {(row, column): cells[row, column] for row, column in product(rows, columns)}
        full.update(zip(blank, values, strict=True))
        by_row = {row: sum(full[row, column] for column in columns) for row in rows}
        by_column = {column: sum(full[row, column] for row in rows) for column in columns}
        shown = [
            *((cells[row, "all"], by_row[row]) for row in rows),
            *((cells["all", column], by_column[column]) for column in columns),
            (cells["all", "all"], sum(by_row.values())),
        ]
        if all(pd.isna(told) or told == value for told, value in shown):
            yield full


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_totals_cannot_unmask_a_blank_cell(counts):
    """Every table that agrees with what is shown is tried: each small cell could be five or more."""
    where = dict(zip(product("xy", "pq"), counts, strict=True))
    rows = [key for key, count in where.items() for _ in range(count)]
    if not rows or sum(counts) > 12:
        return
    table = pd.DataFrame(rows, columns=["a", "b"])
    release = publish_counts(table, by=["a", "b"], **TERMS)
    cells = release.table.set_index(["a", "b"])["people"].to_dict()
    names = sorted(set(table["a"])), sorted(set(table["b"]))
    for key, value in cells.items():
        assert pd.isna(value) or value == 0 or value >= FLOOR, key
    if pd.isna(cells["all", "all"]):
        return  # nothing is shown at all, so nothing bounds what is blank
    possible = list(solutions(cells, *names))
    for key in product(*names):
        if 0 < where[key] < FLOOR:
            assert max(full[key] for full in possible) >= FLOOR, (counts, key)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_a_table_of_three_columns_with_totals_shows_no_small_cell(seed):
    """Every shown cell is the true count; every small one is blank, at every level of totals."""
    table = people(120, seed)
    release = publish_counts(table, by=["hour", "role", "posts"], coarsen=BANDS | {"hour": 12}, **TERMS)
    rough = coarsened(table, BANDS | {"hour": 12})
    for row in release.table.itertuples(index=False):
        part = rough
        for name in ("hour", "role", "posts"):
            if getattr(row, name) != "all":
                part = part[part[name] == getattr(row, name)]
        if 0 < len(part) < FLOOR:
            assert pd.isna(row.people)
        else:
            assert pd.isna(row.people) or row.people == len(part)
    assert release.table["people"].notna().any()


def test_one_small_cell_never_stays_blank_alone():
    """The total of its row would give it away at once."""
    table = pd.DataFrame({"a": ["x"] * 30 + ["y"] * 30, "b": ["p"] * 28 + ["q"] * 2 + ["p"] * 15 + ["q"] * 15})
    cells = publish_counts(table, by=["a", "b"], **TERMS).table.set_index(["a", "b"])["people"]
    assert pd.isna(cells["x", "q"])
    assert cells.isna().sum() >= 4 or cells[[("x", "all"), ("all", "q")]].isna().all()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"by": []}, "by must name"),
        ({"by": ["rolle"]}, "no column 'rolle'"),
        ({"by": ["id", "hour", "posts"]}, "coarsen or take fewer columns"),
    ],
)
def test_a_table_of_counts_that_cannot_be_checked_is_refused(arguments, problem):
    """Better none than one whose totals nobody has looked at."""
    with pytest.raises(ValueError, match=problem):
        publish_counts(people(), **TERMS | arguments)


def test_a_value_called_like_a_total_is_refused():
    """It would be counted into the totals."""
    with pytest.raises(ValueError, match="rename"):
        publish_counts(pd.DataFrame({"a": ["all"] * 9}), by=["a"], **TERMS)


# --- aggregates -----------------------------------------------------------------------------------------------


def test_a_figure_about_too_few_is_blank_and_one_about_nobody_stays():
    """By hand; that nothing happened says nothing about anybody."""
    table = pd.DataFrame({"hour": range(4), "posts": [0, 9, 9, 9], "writers": [0, 1, 4, 5], "mood": [0.1] * 4})
    release = publish_aggregates(table, by=["hour"], people={"posts": "writers"}, **TERMS)
    assert release.table["posts"].isna().tolist() == [False, True, True, False]
    assert release.table["writers"].isna().tolist() == [False, True, True, False]
    assert release.dropped == ("mood",)
    assert release.suppressed == 2 and release.smallest_group == 5


@pytest.mark.parametrize("counts", [[1.5], [-1], [float("nan")], ["many"], [True], [float("inf")]])
def test_a_number_of_people_must_be_one(counts):
    """What is not counted cannot be protected."""
    table = pd.DataFrame({"hour": [0], "posts": [3], "writers": counts})
    with pytest.raises(ValueError, match="people: writers must count"):
        publish_aggregates(table, by=["hour"], people={"posts": "writers"}, **TERMS)


@pytest.mark.parametrize("who", [None, {}, "writers", {"posts": "authors"}, {"likes": "writers"}])
def test_figures_without_people_behind_them_are_refused(who):
    """Each figure says about how many it is."""
    table = pd.DataFrame({"hour": [0], "posts": [3], "writers": [7]})
    with pytest.raises(ValueError, match="people"):
        publish_aggregates(table, by=["hour"], people=who, **TERMS)
