"""The teaching data sets: made again byte for byte, worth a lesson each, and with nobody to be found in them."""

import importlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import datasets
from simulator.lens.privacy import k_of, linkage, reidentified

FOLDER = Path(__file__).parent.parent / "datasets"
K = 5
NAMES = datasets.names("teaching")


@cache
def recipes():
    """Return the module that makes the data sets."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module("recipes")
    finally:
        sys.path.remove(str(FOLDER))


@cache
def lived(name):
    """Return everything that is true of the community behind a data set: what an attacker may know at most."""
    return recipes().RECIPES[name].live()


def distinct(log, by, whole):
    """Return how many different authors are behind each group, worked out by hand: 0 for groups without any."""
    people = {}
    for row in log[[*by, "author"]].itertuples(index=False):
        people.setdefault(tuple(row[:-1]), set()).add(row[-1])
    return np.array([len(people.get(tuple(group), ())) for group in whole[by].itertuples(index=False)])


def assert_hidden_where_few(published, people):
    """Assert that a figure is shown exactly where nobody is behind it, or five people or more."""
    few = (people > 0) & (people < K)
    assert (published.isna().to_numpy() == few).all()
    assert (people > 0).any()


# --- current, small, described ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_data_set_is_made_again_byte_for_byte(name):
    """Whoever doubts a table can make it; after a change of the model, this says that it is stale."""
    made = recipes().recipe.as_csv(recipes().RECIPES[name].show(lived(name)).table).encode("utf-8")
    assert (FOLDER / f"{name}.csv").read_bytes() == made, f"run: python datasets/make.py --only {name}"


def test_every_recipe_has_a_data_set_and_the_package_says_how_it_is_made():
    """Seed, purpose, day and retention are written down as they are used."""
    assert list(recipes().RECIPES) == NAMES
    for name, recipe in recipes().RECIPES.items():
        about = datasets.describe(name)
        assert about["provenance"]["seed"] == recipe.seed
        assert about["provenance"]["command"] == f"python datasets/make.py --only {name}"
        assert "Made up" in about["sources"][0]


@pytest.mark.parametrize("name", NAMES)
def test_a_teaching_data_set_is_small_and_says_what_for_and_for_how_long(name):
    """Data without purpose and end are kept for ever, for nothing."""
    assert (FOLDER / f"{name}.csv").stat().st_size < 1_000_000
    privacy = datasets.describe(name)["privacy"]
    assert (
        privacy["k"] >= K and len(privacy["purpose"]) > 20 and privacy["method"] and privacy["quasi_identifiers"]
    )
    begins, ends = (date.fromisoformat(privacy[key]) for key in ("published", "keep_until"))
    assert (ends - begins).days == privacy["keep_days"]
    assert begins == recipes().recipe.PUBLISHED and privacy["keep_days"] == recipes().recipe.KEEP_DAYS


@pytest.mark.parametrize("name", ["quiet_forum", "onboarding_ab"])
def test_the_release_carries_the_purpose_and_columns_that_the_package_names(name):
    """The note beside a table is that of the table."""
    release, about = recipes().RECIPES[name].show(lived(name)), datasets.describe(name)["privacy"]
    assert release.purpose == about["purpose"]
    assert str(release.keep_until) == about["keep_until"]
    assert release.k == about["k"] and release.smallest_group >= K


def run_make(*arguments):
    """Run the command as a learner would, from another folder."""
    script = [sys.executable, str(FOLDER / "make.py"), *arguments]
    return subprocess.run(script, capture_output=True, text=True, cwd=FOLDER.parent.parent, check=False)


def test_the_command_checks_one_and_refuses_an_unknown_name():
    """One clear line, an exit code, and nothing written."""
    before = {path: path.stat().st_mtime_ns for path in FOLDER.glob("*.csv")}
    good = run_make("--check", "--only", "quiet_forum")
    assert (good.returncode, good.stdout) == (0, "all current\n"), good.stderr
    bad = run_make("--only", "quiet_forums")
    assert bad.returncode == 2 and "quiet_forum" in bad.stderr
    assert before == {path: path.stat().st_mtime_ns for path in FOLDER.glob("*.csv")}


def test_a_data_set_that_cannot_be_written_whole_is_not_written(tmp_path, monkeypatch):
    """A full disk must not leave half a table under a good name."""
    sys.path.insert(0, str(FOLDER))
    try:
        make = importlib.import_module("make")
    finally:
        sys.path.remove(str(FOLDER))
    target = tmp_path / "storm.csv"
    target.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        make.write(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["storm.csv"] and target.read_bytes() == b"old"


# --- worth a lesson ---------------------------------------------------------------------------------------------


def test_few_members_carry_the_quiet_forum():
    """Most never wrote, and the busiest tenth of those who did wrote more than half; averaging keeps every sum."""
    table = datasets.load("quiet_forum")
    total = table.assign(all=table["posts"] + table["replies"]).groupby("member")["all"].sum()
    true = recipes().people.by_month(lived("quiet_forum")["run"])
    mine = true.drop(columns="joined").sum(axis=1)
    assert total.sum() == pytest.approx(mine.sum(), rel=1e-4)
    assert (total == 0).mean() > 0.6

    def top(written, share):
        writing = written[written > 0].sort_values(ascending=False)
        return writing.head(round(len(writing) * share)).sum() / writing.sum()

    assert top(total, 0.1) > 0.4
    assert top(total, 0.1) == pytest.approx(top(mine, 0.1), abs=0.05)


def test_before_the_rules_both_forums_are_one_and_afterwards_they_differ():
    """The twin shares the past to the last post: what differs later is the rules."""
    table = datasets.load("rules_before_after").set_index(["forum", "week", "group"])
    ruled, twin = table.loc["with_rules"], table.loc["without_rules"]
    past = ruled["phase"] == "before"
    pd.testing.assert_frame_equal(ruled[past], twin[past])
    share = {name: one[~past]["breaches"].sum() / one[~past]["contributions"].sum()
             for name, one in (("ruled", ruled), ("twin", twin))}  # fmt: skip
    assert share["ruled"] < 0.85 * share["twin"]


def test_the_contest_brings_entries_only_while_it_runs_and_only_where_it_is():
    """A learner can see the bump, and look for what is left."""
    table = datasets.load("contest")
    entries = table.groupby(["arm", "phase"])["entries"].sum()
    assert entries["contest", "during"] > 100
    assert entries.drop(("contest", "during")).sum() == 0
    before = table[table["phase"] == "before"].set_index(["arm", "day"])
    assert before.loc["contest"].equals(before.loc["no_contest"])


def test_the_storm_begins_when_it_becomes_known():
    """No word before, a peak within two days, and a lower mood."""
    table = datasets.load("storm").set_index("hours_since_known")
    assert table.loc[:-1, "crisis_posts"].sum() == 0
    assert 0 <= table["crisis_posts"].astype("float").idxmax() <= 60
    assert table.loc[0:48, "mood"].mean() < table.loc[-49:-1, "mood"].mean()


def test_answered_newcomers_write_again_more_often():
    """Dealt by lot: the arms are alike before, and differ in what came after."""
    table = datasets.load("onboarding_ab")
    arms = table.groupby("arm")["wrote_again"].agg(["size", "mean"])
    assert arms["size"].min() > 900
    assert 0.04 < arms.loc["answered", "mean"] - arms.loc["left_to_members", "mean"] < 0.25


def test_platforms_answer_by_their_shifts():
    """At night and at weekends nobody is there, and it shows in hours."""
    wait = datasets.load("three_platforms").set_index(["platform", "day", "hour"])["response_hours_median"]
    assert wait["page", "working day", 10] < 2 < wait["page", "working day", 20]


def test_raters_err_in_their_own_ways_and_the_sample_can_show_it():
    """Precision and recall differ between filter and people, and people agree more than by chance."""
    table = datasets.load("moderation_sample")
    true = table["breaks_rules"]
    recall = {who: (table[who] & true).sum() / true.sum() for who in ("filter", "rater_a", "rater_b")}
    precision = {who: (table[who] & true).sum() / table[who].sum() for who in recall}
    assert recall["rater_a"] < recall["rater_b"] and precision["rater_a"] > precision["rater_b"]
    assert all(0.5 < value < 1 for value in (*recall.values(), *precision.values()))
    assert set(table["breach"]) == {"none", "incivility", "spam", "off_topic", "attack", "illegal"}


def test_the_year_shows_nights_and_covers_every_hour():
    """Hours observed add up to the year."""
    table = datasets.load("year_of_metadata")
    assert table["hours_observed"].sum() == 366 * 24
    hourly = table.groupby("hour")["logins"].sum() / table.groupby("hour")["hours_observed"].sum()
    assert hourly.max() > 2 * hourly.min()
    assert set(table["promotion"]) == {"contest", "none"}


# --- nobody to be found: the attacker knows all that is true ----------------------------------------------------


def test_nobody_is_found_in_the_quiet_forum_by_a_whole_year_of_theirs():
    """The attacker knows every member's posts and replies of every month, and when they joined."""
    table = datasets.load("quiet_forum")
    wide = table.pivot(index="member", columns="month", values=["posts", "replies"])
    wide.columns = [f"{month} {name}" for name, month in wide.columns]
    wide = wide.assign(joined=table.groupby("member")["joined"].first())
    true = recipes().people.by_month(lived("quiet_forum")["run"])
    numbers = [name for name in true if name != "joined"]
    assert k_of(wide, list(wide)) >= K
    assert k_of(true, list(true)) == 1, "without protection there would be somebody to find"
    assert reidentified(wide, true, [*numbers, "joined"]) == 0
    # Who has no exact match takes the nearest row: those are five or more, all the same.
    for own in true[true[numbers].sum(axis=1) > 0].itertuples(index=False):
        away = ((wide[numbers] - np.array(own[:-1], dtype=float)) ** 2).sum(axis=1)
        assert (away <= away.min() + 1e-9).sum() >= K


def test_nobody_is_found_among_newcomers_by_all_they_did():
    """The attacker knows arm, moment, kind, count and both outcomes, and bands them as was published."""
    table = datasets.load("onboarding_ab")
    true = recipes().people.onboarding_bands(recipes().people.newcomers(lived("onboarding_ab")))
    true = true.rename(columns={"first_post": "month"})
    on = [name for name in table if name != "newcomer"]
    found = linkage(table, true, on)
    assert not found["pinned"].any()
    assert found.loc[found["rows"] > 0, "rows"].min() >= K
    left_out = (found["rows"] == 0).sum()
    assert left_out == 0 or left_out >= K, "one who is missing would be found by counting"
    assert len(table) + left_out == len(true)
    # Rows as they are, before banding, would give nearly everybody away.
    exact = recipes().people.newcomers(lived("onboarding_ab"))
    assert reidentified(exact, exact, list(exact)) > len(exact) / 2


def test_nobody_is_found_behind_a_post_of_the_sample():
    """The attacker knows which post of whom has which labels, and the sentences that the kit would make of it."""
    run = lived("moderation_sample")["run"]
    table = datasets.load("moderation_sample")
    true = recipes().moderation.sampled(run)
    on = [name for name in table if name not in ("post", "text")]
    assert k_of(true.merge(table[on].drop_duplicates(), on=on), on, person="author") >= K
    assert reidentified(table, true, on) == 0


def test_a_published_text_is_made_of_its_row_and_of_nothing_else():
    """What somebody wrote can be searched for, so no text may depend on the post that it stands in for."""
    table, run = datasets.load("moderation_sample"), lived("moderation_sample")["run"]
    elsewhere = replace(lived("quiet_forum")["run"], scenario=run.scenario)
    told = recipes().moderation.told
    assert told(elsewhere, table).tolist() == told(run, table).tolist()
    assert told(run, table).nunique() > len(table) / 4


def test_no_weekly_figure_of_the_forums_with_and_without_rules_is_about_fewer_than_five():
    """Counted again from every post: writers, offenders, and those whose posts were taken down."""
    table, by = datasets.load("rules_before_after"), ["week", "group"]
    for forum, run in lived("rules_before_after").items():
        part = table[table["forum"] == forum].reset_index(drop=True)
        log = recipes().groups.rules_log(run)
        assert_hidden_where_few(part["contributions"], distinct(log, by, part))
        assert_hidden_where_few(part["breaches"], distinct(log[log["breaks_rules"]], by, part))
        if forum == "with_rules":
            assert_hidden_where_few(part["removed"], distinct(recipes().groups.removals(run), by, part))


def test_no_daily_figure_of_the_contest_is_about_fewer_than_five():
    """Counted again from every post and every arrival."""
    for arm, run in lived("contest").items():
        part = datasets.load("contest").query("arm == @arm").reset_index(drop=True)
        posts = run.posts[run.posts["author"] >= 0]
        log = posts.assign(day=posts["seconds"] // 86_400 - 28)
        is_entry = log["kind"].astype(str) == "entry"
        assert_hidden_where_few(part["talk"], distinct(log[~is_entry], ["day"], part))
        if arm == "contest":
            assert_hidden_where_few(part["entries"], distinct(log[is_entry], ["day"], part))
        born = run.members[run.members["joined_hour"] >= 0]
        arrivals = (born["joined_hour"] // 24 - 28).value_counts().reindex(part["day"], fill_value=0).to_numpy()
        assert_hidden_where_few(part["newcomers"], arrivals)
        assert (part["visitors"] >= K).all()


def test_no_hourly_figure_of_the_storm_is_about_fewer_than_five():
    """Counted again from every post, and from every answer of the team."""
    table, run = datasets.load("storm"), lived("storm")["run"]
    table["hour"] = range(len(table))
    posts = run.posts[run.posts["author"] >= 0]
    log = posts.assign(hour=posts["seconds"] // 3600)
    assert_hidden_where_few(table["crisis_posts"], distinct(log[log["about"] > 0], ["hour"], table))
    assert_hidden_where_few(table["everyday_posts"], distinct(log[log["about"] == 0], ["hour"], table))
    answered = posts[posts["team_answer_seconds"] >= 0]
    answered = answered.assign(hour=answered["team_answer_seconds"] // 3600)
    assert_hidden_where_few(table["team_answers"], distinct(answered, ["hour"], table))
    assert (table["visitors"] >= K).all() and table["mood"].notna().all()


def test_no_hour_of_a_platform_is_about_fewer_than_five():
    """Counted again from every question and complaint; a median of four would be two people's waiting."""
    table, by = datasets.load("three_platforms"), ["platform", "day", "hour"]
    log = recipes().groups.asked(lived("three_platforms")["run"])
    assert_hidden_where_few(table["requests"], distinct(log, by, table))
    people = distinct(log[log["team_hours"].notna()], by, table)
    assert_hidden_where_few(table["answered"], people)
    assert (table[["response_hours_median", "response_hours_p90"]].notna().all(axis=1) == (people >= K)).all()


def test_no_hour_of_the_year_is_about_fewer_than_five():
    """Counted again from every log-in and every post."""
    table, by = datasets.load("year_of_metadata"), ["quarter", "weekday", "hour", "promotion"]
    run, book = lived("year_of_metadata")["run"], lived("year_of_metadata")["book"]
    hours = recipes().groups.year_hours(run)
    log = recipes().recipe.contributions(run)
    log = log[["author"]].join(hours.loc[log["hour"]].set_axis(log.index))
    assert_hidden_where_few(table["contributions"], distinct(log, by, table))
    logins = book.logins()
    cell = hours.groupby(by).ngroup().to_numpy()[logins["hour"]]
    people = pd.DataFrame({"cell": cell, "member": logins["member"]}).drop_duplicates()["cell"].value_counts()
    assert people.min() >= K and table["logins"].notna().all()
    assert sorted(people) == sorted(table["visitors"])


def test_the_package_is_plain_json_that_says_where_everything_is():
    """Other tools read it too."""
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert [item["name"] for item in package["resources"] if item["kind"] == "teaching"] == NAMES
