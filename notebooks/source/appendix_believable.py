# %% [markdown]
# # Appendix: how real is it?
#
# Before you learn from a simulated community you should ask whether it looks like a real one. Here the five kinds
# of place that come with this kit live for a year, and each is held against what has been measured in real
# communities.
#
# **When you have finished, you can**
#
# 1. say for each kind of place which regularities of real communities it shows, and which not,
# 2. tell a range from a median, and one run from many,
# 3. name what such a comparison cannot prove.

# %% [markdown] tags=["facilitator"]
# **For the facilitator**
#
# - This page is for the learner who says *"but it is only a simulation"*. Thank them, and open it: the question
#   deserves an answer with numbers. It is no part of the course's path.
# - It runs a short version: three runs of each place with 2,000 members. The full one adds two more runs of each
#   and a forum with 20,000 members; in a terminal: `community validate facts`.
# - If something lies outside, do not talk it away. Ask: *"Which lesson of the course rests on this figure?"*

# %%
from simulator import Scenario
from simulator.lab.preconditions import effects, sweep
from simulator.lab.validate import validate_facts
from simulator.lens.facts_plot import facts_figure
from simulator.lens.theme import show

# %% [markdown]
# ## Predict
#
# In real communities the most active tenth of those who write make between half and nine tenths of all
# contributions. Nobody told the simulator that number: it was given rules for single members, such as *who has
# just been answered comes back sooner* and *who has written once may fall silent*. Will the simulated communities
# land in the same range? Write down yes or no for each: forum, network page, marketplace, game, chat.
#
# ## Run
#
# Fifteen communities live for 365 days: five kinds of place, each three times with other luck. This takes a
# moment; the first time, the simulator also prepares itself.

# %% tags=["nbval-ignore-output"]
table = validate_facts(members=2000, seeds=3, progress=True)

# %%
show(facts_figure(table))

# %% [markdown]
# Each row is a fact about real communities, each column a simulated one. The pale bar is the range accepted for
# that fact, with its ends on the left; the dark tick is the median of the real communities. The dot is the mean
# of the simulated runs, the line their 95% interval. A cross says that at least one run lay outside. Where there
# is no bar, the fact does not apply: a chat, say, is not expected to take hours over an answer.
#
# ## One row, with its numbers
#
# Your prediction was about fact C03.

# %%
numbers = ["accept_low", "accept_high", "median_real", "mean", "lowest", "highest", "verdict"]
table[table["id"] == "C03"].set_index("kind")[numbers].round(2)

# %% [markdown]
# `lowest` and `highest` are single runs. They differ though nothing but luck does: whoever compares two real
# communities sees such differences too, and may take them for somebody's merit.
#
# ## Where a range comes from
#
# A range is worth as much as what it rests on. Ask for any fact:


# %%
def source(fact):
    """Print a fact, and the measurements its range rests on."""
    row = table[table["id"] == fact].iloc[0]
    print(f"{row['fact']}.\n{row['source']}")


# %%
source("C12")

# %% [markdown]
# Now try `source("C01")` and `source("K01")`. Which of the three would you trust most, and why?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"C01 rests on what?"* On published figures that count different people: accounts, visitors, members. The one
#   end of the range is a rule of thumb.
# - *"K01?"* On one single chat. The range around it was chosen by us, and says so.
# - *"What would convince you more?"* Good answers: more communities, other facts than those the builders had
#   before their eyes, or a forecast that came true.

# %% [markdown]
# ## Which lie outside?
#
# Not one word is needed when all is well; when it is not, this table says where.

# %%
outside = table[table["verdict"] == "outside"]
outside[["kind", "fact", "accept_low", "accept_high", "lowest", "highest"]].round(2)

# %% [markdown]
# ## What a community brings along
#
# Some things are settled before anybody manages a community: how much alike its members are, how far they speak a
# language of their own, how fast their talk moves on. Research on almost 300 communities of Reddit found that the
# distinctive and dynamic ones keep more of their members, and leave newcomers further behind (Zhang et al. 2017,
# *Community Identity and User Engagement in a Multi-Community Landscape*, ICWSM). Does the simulator agree?
#
# Each line below compares a forum without one of the three with a forum that has it in full, eight times with
# paired luck.

# %% tags=["nbval-ignore-output"]
forum = Scenario.load("forum").replace(members=2500, days=150, newcomers_per_1000_members_per_day=4)
runs = sweep(forum, levels=(0, 1), seeds=range(1, 9), progress=True)

# %%
effects(runs).set_index(["precondition", "measure"]).round(4)

# %% [markdown]
# `retention` is the share of a month's writers who write again in the next, `churn` the share of the first
# members who left, `integration_gap` how much less settled newcomers feel they belong, `language_gap` how much
# less of the community's language they command. Where the interval from `ci_low` to `ci_high` holds 0, eight
# pairs cannot tell.
#
# For a style of their own it does. For homogeneity and dynamism it agrees in part: fewer members leave, but that
# more writers return is not beyond luck.
#
# So a homogeneous community is not simply the better one: who stays, stays among friends, and who comes, comes
# late.

# %% [markdown]
# ## What this does not show
#
# - **Looking alike is not working alike.** A community can show every one of these figures and still answer to
#   your decisions in another way than a real one would.
# - **The ranges are wide**, because real communities differ. Lying inside is easy to achieve for one fact, and
#   hard for all at once.
# - **Most of the real communities are technical ones that write in the open.** For marketplaces, games and brand
#   pages some ranges are borrowed.
#
# So trust directions more than numbers, and check both against your own community.
#
# ## Key points
#
# 1. Rules for single members are enough to make most regularities of real communities appear.
# 2. One run is one story: compare several, and look at the lowest and the highest, too.
# 3. Ask of every range what it rests on.
# 4. What binds the old members of a community is what newcomers have to climb over.
