"""Facts of the desk worked out a second way: intervals, the order of decisions, and tables of the other engine."""

import functools
import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from simulator import Community
from simulator.desk import Session, start
from simulator.desk.debrief import LOOKED_AT, SMALL
from tests.test_desk_debrief import session

DAYS, LUCKS = 2, 5


@functools.cache
def pairs():
    """Return what each decision of the session changed, by its number."""
    return {one.number: session().what_if(one.number, days=DAYS, replicates=LUCKS) for one in session().decisions}


def test_an_interval_is_students_over_pairs():
    """Worked out by SciPy from the values of each luck: a wrong pairing or a wrong t would show."""
    told = 0
    for found in pairs().values():
        table = found.effects().set_index("metric")
        for metric, rows in found.values.groupby("metric"):
            wide = rows.pivot(index="replicate", columns="way", values="value")
            taken, other = wide["taken"].to_numpy(), wide["instead"].to_numpy()
            row = table.loc[metric]
            assert row["difference"] == pytest.approx(np.mean(taken - other), abs=1e-12, nan_ok=True)
            if len(set((taken - other).tolist())) < 2 or np.isnan(taken - other).any():
                continue
            test = stats.ttest_rel(taken, other)
            interval = test.confidence_interval(0.95)
            assert (row["ci_low"], row["ci_high"]) == pytest.approx((interval.low, interval.high), rel=1e-9)
            assert row["p_value"] == pytest.approx(test.pvalue, rel=1e-6)
            assert row["beside_luck"] == pytest.approx(abs(row["difference"]) / stats.tstd(other), rel=1e-9)
            told += 1
    assert told > 20


def test_decisions_that_mattered_are_ordered_by_a_second_reckoning():
    """What is sure stands before what is not, the larger beside luck first; Holm over all of them."""
    figures = [
        (number, row.metric, row.p_value, row.beside_luck, row.ci_low, row.ci_high, row.difference)
        for number, found in pairs().items()
        for row in found.effects().itertuples()
        if row.metric in LOOKED_AT
    ]
    known = sorted(one[2] for one in figures if not math.isnan(one[2]))
    adjusted, highest = {}, 0.0
    for place, p in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - place) * p))
        adjusted.setdefault(p, highest)
    best = {}
    for number, metric, p, beside, low, high, difference in figures:
        sure = difference != 0 and (low > 0 or high < 0) and adjusted.get(p, 1.0) < 0.05
        rank = (sure, -1.0 if math.isnan(beside) else beside)
        if number not in best or rank > best[number][0]:
            best[number] = (rank, metric)
    order = sorted(best, key=lambda number: (*(-part for part in best[number][0]), number))[:3]
    found = session().debrief(replicates=LUCKS, days=DAYS, examined=12)
    assert found.top["number"].tolist() == order
    assert found.top["metric"].iloc[0] == best[order[0]][1]
    sure = [number for number in order if best[number][0][0] and best[number][0][1] >= SMALL]
    assert all((f"No. {number} " in found.says) == (number in sure) for number in order)


def test_a_log_gives_the_same_tables_in_the_engine_that_is_to_be_read(monkeypatch):
    """The compiled engine is quick, the other is readable; a decision log must not tell them apart."""
    log = session().log()
    monkeypatch.setattr(start, "Community", functools.partial(Community, engine="mesa"))
    again = Session.replay(log)
    assert again.community.engine == "mesa" and again.digest() == session().digest()


def test_a_log_gives_the_same_tables_in_another_process(tmp_path):
    """With another order of sets and dictionaries of names, as on another machine."""
    path = session().save(tmp_path / "log.jsonl")
    code = f"from simulator.desk import Session; print(Session.replay({str(path)!r}).digest())"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": "77"}, check=False
    )
    assert told.stdout.strip() == session().digest(), told.stderr


def test_goals_and_differences_are_said_as_people_say_them():
    """A share is a percentage, a difference has the digits that its interval deserves, and names are words."""
    from types import SimpleNamespace

    from simulator.desk.goals import Goal
    from simulator.desk.terms import difference

    assert Goal(measure="members_kept", at_least=0.172, because="so").wanted == "at least 17.2%"
    row = {"metric": "trust", "unit": "share", "difference": 0.021, "ci_low": 0.01, "ci_high": 0.032}
    assert difference(SimpleNamespace(**row)) == "trust +2.1 percentage points (+1.0 to +3.2)"
    row |= {"metric": "departures", "unit": "members", "difference": -12.4, "ci_low": -15.1, "ci_high": -9.7}
    assert difference(SimpleNamespace(**row)) == "members who left -12.4 (-15.1 to -9.7)"
