# %% [markdown]
# # Exercise: four dashboards
#
# Four dashboards show you one forum. Each leaves something out, and you find out what. Wherever you see `...`,
# replace it; then press **Shift + Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [Listening and measuring](../notebooks/08_listening_and_measuring.ipynb) was about.

# %%
from exercises.checks.truth_and_dashboard import (
    check_false_comfort,
    check_hidden,
    check_hides,
    forum,
    my_seed,
    team,
)
from simulator import simulate
from simulator.lens.dashboards import instruments
from simulator.lens.dashboards_plot import plot_dashboards
from simulator.lens.theme import show

# %% [markdown]
# ## Your forum
#
# Put your name in place of Kim. Your neighbour's forum has other luck, and is as hard.

# %%
my_name = "Kim"
run = simulate(forum(), team(), seed=my_seed(my_name))
show(plot_dashboards(run))

# %% [markdown]
# ## 1. Three hidden numbers
#
# The table below has all figures of the four dashboards. None of the three numbers you look for stands in it; each
# follows from it.

# %%
print(instruments(run)[["instrument", "figure", "value", "unit"]].round(2).to_string(index=False))
print("members in the last hour:", run.hourly["members"].iloc[-1])

# %% [markdown]
# - `gone`: how many are registered and no longer there?
# - `without_answer`: how many percent of the members' topics on show have no answer at all (and so no waiting
#   time)?
# - `taken_down`: how many posts and replies were written and are not on show?

# %%
# BEGIN SOLUTION
figures = instruments(run).set_index("figure")["value"]
gone = int(figures["registered"] - run.hourly["members"].iloc[-1])
without_answer = round(100 * figures["without_response"])
taken_down = int(figures["total_posts"] - figures["posts"])
# STUB: gone = ...
# STUB: without_answer = ...
# STUB: taken_down = ...
# END SOLUTION
print(check_hidden(run, gone, without_answer, taken_down))

# %% [markdown]
# ## 2. What does each hide?
#
# Give each dashboard what it hides most of all; each once: `"what was taken down"`, `"who left"`,
# `"everybody who only reads"`, `"which of its parts moved"`.

# %%
hides = {
    # BEGIN SOLUTION
    "forum software": "what was taken down",
    "CHAOSS": "everybody who only reads",
    "health index": "which of its parts moved",
    "vanity counts": "who left",
    # STUB: "forum software": ..., "CHAOSS": ..., "health index": ..., "vanity counts": ...,
    # END SOLUTION
}
print(check_hides(hides))

# %% [markdown]
# ## 3. False comfort
#
# The same forum with the same luck and a team that deletes criticism. Name three figures that look **better**
# although trust is worse, and that would do so in other forums, too. The figure shows some; the names of the
# others stand in the table above.

# %%
deleted = simulate(forum(), team("delete"), seed=my_seed(my_name))
show(plot_dashboards(run, deleted, names=("answer", "delete")))

# %%
# BEGIN SOLUTION
comfort = ["likes", "new_topics", "Contributors"]
# STUB: comfort = [..., ..., ...]
# END SOLUTION
print(check_false_comfort(my_seed(my_name), comfort))

# %% [markdown]
# ## 4. Tell somebody
#
# Your boss wants one number a week. Which do you give, and which sentence do you put below it?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** gives a number with a sign (how many came back, how many left) and says
# what it leaves out. "No single number" is a good answer, too, if two follow.
