"""Chance: published vectors, uniformity, and independence along every coordinate of an address.

Addresses are fixed, so every statistic here is a fixed number: a test passes always or never. Each statistic is
held to a two-sided level of one in a million (`LEVEL`). With about a thousand statistics in this file, a faultless
generator would have failed when these tests were written with a probability of about 0.001.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulator.world import chance
from simulator.world.chance import NORMAL_QUANTILES, What, block, blocks, key, normal, poisson, unit, units

LEVEL = 1e-6
WORDS = 2**32
COORDINATES = ("key_low", "key_high", "hour", "who", "what", "which")
PLACES = [
    {"key_low": 7, "key_high": 0, "hour": 0, "who": 0, "what": 8, "which": 0},
    {"key_low": 123456789, "key_high": 42, "hour": 719, "who": 999_999, "what": 5, "which": 300},
]
WORD = st.integers(0, WORDS - 1)
ADDRESS = st.tuples(*[WORD] * 6)
LANES = range(4)


def drawn(place, **varied):
    """Return the four lanes at many addresses, shape (4, n), as numbers from 0 to 1."""
    address = {**place, **{name: np.asarray(values, dtype=np.int64) for name, values in varied.items()}}
    lanes = np.broadcast_arrays(*blocks(*(address[name] for name in COORDINATES)))
    return units(np.array(lanes))


def walk(coordinate, place, steps=40_000):
    """Return the lanes while one coordinate counts up and the others stay."""
    return drawn(place, **{coordinate: np.arange(steps)})


def assert_likely(p, what):
    """Fail when a statistic is rarer than one in a million."""
    assert p > LEVEL, f"{what}: p = {p:.2g}"


def assert_correlation_free(one, other, what):
    """Fail when two samples of uniform numbers are correlated."""
    one, other = np.ravel(one), np.ravel(other)
    z = 12 * np.mean((one - 0.5) * (other - 0.5)) * math.sqrt(len(one))
    assert_likely(2 * stats.norm.sf(abs(z)), what)


def pairs_p(one, other, bins=16):
    """Return the p-value of the chi-square test that pairs fill a square evenly."""
    cells = (np.ravel(one) * bins).astype(int) * bins + (np.ravel(other) * bins).astype(int)
    return stats.chisquare(np.bincount(cells, minlength=bins * bins)).pvalue


# --- the generator is the published one -----------------------------------------------------------------------

# Random123, examples/kat_vectors, "philox4x32 10": counter, key, answer.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "words", "answer"), PUBLISHED)
def test_published_vectors_come_out(counter, words, answer):
    """Philox4x32-10 gives the answers that its authors published."""
    assert tuple(int(word) for word in block(*words, *counter)) == answer
    assert tuple(int(word) for word in blocks(*words, *counter)) == answer


@given(ADDRESS)
def test_compiled_interpreted_and_array_draws_are_the_same(address):
    """One address has one value, whoever computes it."""
    plain = blocks(*address)
    assert tuple(int(word) for word in block(*address)) == plain
    arrays = blocks(*(np.array([word, word]) for word in address))
    assert [lane.tolist() for lane in arrays] == [[word, word] for word in plain]
    assert [float(unit(word)) for word in plain] == [units(word) for word in plain]


def test_a_unit_lies_strictly_between_zero_and_one():
    """The first and last word are neither 0 nor 1, so that log and quantiles are safe."""
    assert 0 < units(0) < 1e-9
    assert 1 - 1e-9 < units(WORDS - 1) < 1


# --- uniformity and independence ------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("coordinate", COORDINATES)
def test_draws_are_uniform_along_every_coordinate(coordinate, place):
    """Chi-square over 256 cells and Kolmogorov-Smirnov, lane by lane."""
    for lane, values in zip(LANES, walk(coordinate, place), strict=True):
        cells = np.bincount((values * 256).astype(int), minlength=256)
        assert_likely(stats.chisquare(cells).pvalue, f"chi-square of lane {lane}")
        assert_likely(stats.kstest(values, "uniform").pvalue, f"Kolmogorov-Smirnov of lane {lane}")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("coordinate", COORDINATES)
def test_neighbours_along_every_coordinate_are_independent(coordinate, place):
    """Serial correlation at lags 1 to 4 and the chi-square of pairs of neighbours, lane by lane."""
    for lane, values in zip(LANES, walk(coordinate, place), strict=True):
        for lag in (1, 2, 3, 4):
            assert_correlation_free(values[:-lag], values[lag:], f"lane {lane}, lag {lag}")
        assert_likely(pairs_p(values[0::2], values[1::2]), f"pairs of lane {lane}")


@pytest.mark.parametrize("coordinate", COORDINATES)
def test_the_four_lanes_are_independent_of_each_other(coordinate):
    """Words of one block, which decide liking, flagging and answering at once, know nothing of each other."""
    lanes = walk(coordinate, PLACES[0])
    for one in LANES:
        for other in range(one):
            assert_likely(pairs_p(lanes[one], lanes[other]), f"pairs of lanes {one} and {other}")
            assert_correlation_free(lanes[one], lanes[other], f"lanes {one} and {other}")
            assert_correlation_free(lanes[one][1:], lanes[other][:-1], f"lanes {one} and {other}, shifted")


@pytest.mark.parametrize("coordinate", COORDINATES)
def test_every_bit_is_a_fair_coin(coordinate):
    """Each of the 128 bits of a block is set in half of the draws."""
    address = {**PLACES[1], coordinate: np.arange(40_000)}
    for lane, words in zip(LANES, blocks(*(address[name] for name in COORDINATES)), strict=True):
        for bit in range(32):
            ones = int((np.asarray(words) >> bit & 1).sum())
            assert_likely(stats.binomtest(ones, 40_000).pvalue, f"bit {bit} of lane {lane}")


@pytest.mark.parametrize("one", COORDINATES)
def test_two_coordinates_at_once_fill_the_plane_evenly(one):
    """A table over two coordinates has fair rows, fair columns, and no memory of swapped addresses."""
    for other in COORDINATES:
        if other <= one:
            continue
        rows, columns = np.meshgrid(np.arange(160), np.arange(160), indexing="ij")
        for lane, table in zip(LANES, drawn(PLACES[0], **{one: rows, other: columns}), strict=True):
            for name, sums in ((one, table.sum(axis=1)), (other, table.sum(axis=0))):
                deviations = (sums - 80) / math.sqrt(160 / 12)
                assert_likely(stats.chi2.sf((deviations**2).sum(), 160), f"sums along {name}, lane {lane}")
                assert_likely(stats.chi2.cdf((deviations**2).sum(), 160), f"evenness along {name}, lane {lane}")
            upper = np.triu_indices(160, 1)
            assert_correlation_free(table[upper], table.T[upper], f"{one} and {other} swapped, lane {lane}")
            assert_correlation_free(table[1:, 1:], table[:-1, :-1], f"diagonal of {one} and {other}")


@pytest.mark.parametrize("coordinate", COORDINATES)
def test_one_changed_bit_of_an_address_changes_half_of_the_draw(coordinate):
    """Avalanche: whichever bit of whichever coordinate flips, every output bit flips half of the time."""
    trials = 400
    scattered = np.random.default_rng(1).integers(0, WORDS, size=(6, trials))
    before = np.array(blocks(*scattered))
    flips = np.zeros((4, 32))
    for bit in range(32):
        changed = scattered.copy()
        changed[COORDINATES.index(coordinate)] ^= 1 << bit
        different = before ^ np.array(blocks(*changed))
        bits = different[:, :, None] >> np.arange(32) & 1
        assert_likely(stats.binomtest(int(bits.sum()), 128 * trials).pvalue, f"bit {bit}")
        flips += bits.sum(axis=1)
    worst = np.abs(flips - 16 * trials).max() / math.sqrt(8 * trials)
    assert_likely(2 * stats.norm.sf(worst), "the output bit that changes least or most often")


def test_different_seeds_are_unrelated():
    """Seeds next to each other, and seeds that differ in the upper word only, give unrelated luck."""
    hours, people = np.meshgrid(np.arange(100), np.arange(400), indexing="ij")

    def luck(seed):
        low, high = key(seed)
        return drawn({**PLACES[0], "key_low": low, "key_high": high}, hour=hours, who=people)

    for one, other in ((0, 1), (7, 8), (7, 7 + 2**32), (1, 2**32), (2**64 - 1, 0)):
        for lane, (left, right) in enumerate(zip(luck(one), luck(other), strict=True)):
            assert_correlation_free(left, right, f"seeds {one} and {other}, lane {lane}")
            assert_likely(pairs_p(left, right), f"pairs of seeds {one} and {other}, lane {lane}")
            assert not (left == right).any()


def test_no_two_purposes_share_an_address():
    """Every purpose has a number of its own, so that no draw is used for two things."""
    assert len({int(what) for what in What}) == len(What.__members__)


def test_addresses_do_not_collide():
    """A million addresses of one community give a million different blocks, as a bijection must."""
    hours, people = np.meshgrid(np.arange(100), np.arange(10_000), indexing="ij")
    one, two, three, four = blocks(7, 0, hours, people, 8, 0)
    assert len(np.unique((one.ravel() << 32 | two.ravel()).astype(np.uint64))) == 1_000_000
    assert len(np.unique((three.ravel() << 32 | four.ravel()).astype(np.uint64))) == 1_000_000


# --- seeds ----------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**64 - 1))
def test_a_seed_is_kept_whole(seed):
    """The two words of a key hold every bit of the seed."""
    low, high = key(seed)
    assert (low, high) == key(np.uint64(seed))
    assert low + (high << 32) == seed
    assert 0 <= low < WORDS and 0 <= high < WORDS


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, 1.5, "7", None, True, float("nan"), [7], np.float64(3)])
def test_unusable_seeds_are_refused(seed):
    """A seed is a whole number that fits into 64 bits; the message shows what was given."""
    with pytest.raises(ValueError, match="seed must be a whole number from 0 to") as caught:
        key(seed)
    assert repr(seed) in str(caught.value)


# --- normal and Poisson numbers -------------------------------------------------------------------------------


def test_the_normal_table_has_the_moments_of_a_normal_law():
    """Mean 0, variance 1, no skew, kurtosis 3, up to what 4096 values allow; it is symmetric and rises."""
    table = NORMAL_QUANTILES
    assert len(table) == 4096
    assert (np.diff(table) > 0).all()
    assert np.allclose(table, -table[::-1], rtol=0, atol=1e-12)
    assert abs(table.mean()) < 1e-12
    assert abs(table.var() - 1) < 0.002
    assert abs((table**4).mean() / table.var() ** 2 - 3) < 0.03
    assert 3.6 < table.max() < 3.7
    assert np.abs(stats.norm.cdf(table) - (np.arange(4096) + 0.5) / 4096).max() < 1e-12


def test_normal_numbers_follow_the_normal_law():
    """A hundred thousand draws pass Kolmogorov-Smirnov and have the table's mean and variance."""
    words = np.array(blocks(7, 0, 5, np.arange(100_000), 9, 1))[2]
    values = np.array([normal(word) for word in words.tolist()])
    assert_likely(stats.kstest(values, "norm").pvalue, "Kolmogorov-Smirnov")
    assert abs(values.mean()) < 5 / math.sqrt(100_000)
    assert abs(values.var() - 1) < 5 * math.sqrt(2 / 100_000)
    assert normal(0) == NORMAL_QUANTILES[0]
    assert normal(WORDS - 1) == NORMAL_QUANTILES[-1]


@pytest.mark.parametrize("mean", [0.02, 0.7, 3.0, 49.9, 50.0, 50.1, 180.0])
def test_poisson_counts_follow_the_poisson_law(mean):
    """Mean, variance, the whole law by chi-square, and the tail, below and above the portions of 50."""
    size = 12_000
    counts = np.array([poisson(mean, (7, 0), hour, 0, 4) for hour in range(size)])
    law = stats.poisson(mean)
    assert_likely(2 * stats.norm.sf(abs(counts.mean() - mean) / math.sqrt(mean / size)), "mean")
    spread = math.sqrt((law.stats(moments="k") + 2) / size) * mean
    assert_likely(2 * stats.norm.sf(abs(counts.var() - mean) / spread), "variance")
    edges = np.unique(law.ppf(np.linspace(0.02, 0.98, 25)))
    expected = np.diff(np.concatenate([[0], law.cdf(edges), [1]])) * size
    observed = np.bincount(np.searchsorted(edges, counts, side="left"), minlength=len(expected))
    assert_likely(stats.chisquare(observed, expected).pvalue, "law")
    high = law.ppf(0.995)
    assert_likely(stats.binomtest(int((counts > high).sum()), size, law.sf(high)).pvalue, "tail")


def test_nobody_arrives_where_nobody_is_expected():
    """A mean of zero gives zero."""
    assert {poisson(0.0, (7, 0), hour, 0, 4) for hour in range(200)} == {0}


@given(st.integers(2, 60), st.floats(0, 1))
def test_interpolation_stays_within_the_table(size, position):
    """Reading a rising table anywhere gives a value between its neighbours, and the ends at the ends."""
    table = np.cumsum(1.0 + np.arange(size) % 3)
    value = chance.interpolate(table, position)
    assert table[0] <= value <= table[-1]
    assert value == pytest.approx(np.interp(position, np.linspace(0, 1, size), table))
