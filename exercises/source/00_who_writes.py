# %% [markdown]
# # Exercise: who writes in your forum?
#
# You read one figure and take one decision, in a forum whose luck is your own. Wherever you see `...`, replace it;
# then press **Shift + Enter**. Nothing can break: a check says `Passed`, or what to look at next.
#
# You practise what [Start here](../notebooks/00_start_here.ipynb) was about.

# %%
from exercises.checks.who_writes import check_decision, check_reading
from exercises.progress import progress
from simulator import Scenario, simulate

# BEGIN SOLUTION
from simulator.lens.participation import by_group, people_who_wrote

# END SOLUTION
from simulator.lens.plots import overview, show, writers

# %% [markdown]
# ## Your luck
#
# Put the day and month of your birth in place of 1403. Your neighbour's forum then lives differently from yours.

# %%
my_seed = 1403
forum = Scenario.load("forum").replace({"members": 2000, "days": 90, "platform.entry_friction": 0.7})
before = simulate(forum, seed=my_seed)
show(overview(before))

# %% [markdown]
# ## 1. Read the figure
#
# Take both numbers from the right-hand side, in percent.
#
# - `wrote_something`: of the people, how many wrote at least once?
# - `written_by_busiest`: of all that was written, how much came from people who wrote ten times or more?

# %%
# BEGIN SOLUTION
percent = 100 * by_group(before) / by_group(before).sum()
wrote_something = 100 - round(percent.loc["never", "people"])
written_by_busiest = round(percent.loc["10 times or more", "contributions"])
# STUB: wrote_something = ...
# STUB: written_by_busiest = ...
# END SOLUTION
print(check_reading(before, wrote_something, written_by_busiest))

# %% [markdown]
# ## 2. Take one decision
#
# In this forum seven of ten first posts are given up, because the form before them is long: the hurdle is 0.7.
# Your brand wants more people to write. Predict how many more there will be; write it down.
#
# Now choose a lower hurdle, and change nothing else.

# %%
# BEGIN SOLUTION
my_hurdle = 0.2
# STUB: my_hurdle = 0.7
# END SOLUTION
after = simulate(forum.replace({"platform.entry_friction": my_hurdle}), seed=my_seed)
show(writers({"before (0.7)": before, f"after ({my_hurdle})": after}))

# %% [markdown]
# How many more people wrote than before? Read it from the figure. The check also tries your hurdle in three forums
# that you have not seen.

# %%
# BEGIN SOLUTION
more_people = people_who_wrote(after) - people_who_wrote(before)
# STUB: more_people = ...
# END SOLUTION
print(check_decision(before, after, more_people))

# %% [markdown]
# ## 3. Tell somebody
#
# In two sentences, to a colleague who was not here: what did your decision change, and how do you know that it was
# not luck?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names a number of people, says that the same forum lived twice with the
# same luck, and that it held in other forums as well. It does not promise the number for a real forum.

# %% [markdown]
# ## What you have done so far
#
# The table lists every exercise of the course: passed, not yet, or untried. Nothing of it is kept when you close
# the page, unless you write `progress(keep=True)`: from then on a file beside the exercises, `my_progress.json`,
# notes what passes. It stays on this computer, and `progress(keep=False)` deletes it.

# %% tags=["nbval-ignore-output"]
progress()
