# %% [markdown]
# # Exercise: the first hours
#
# A product fails, the first angry posts are there, and everybody looks at you. You read what waiting costs in a
# forum of your own, then you decide what your team says, when, and how. Wherever you see `...`, replace it; then
# press **Shift + Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [The storm](../notebooks/07_the_storm.ipynb) was about.

# %%
from exercises.checks.crisis_place import forum, team
from exercises.checks.first_hours import check_cost, check_first_hours, my_seed
from simulator import simulate
from simulator.lens.plots import show
from simulator.lens.storm_plot import day_by_day

# %% [markdown]
# ## Your forum
#
# Put your name in place of Kim. Your neighbour's forum has other luck, and is as hard.

# %%
my_name = "Kim"
soon = simulate(forum(), team(delay_hours=4), seed=my_seed(my_name))
late = simulate(forum(), team(delay_hours=120), seed=my_seed(my_name))
show(day_by_day({"after 4 hours": soon, "after 120 hours": late}))

# %% [markdown]
# ## 1. What did waiting cost?
#
# Both forums live through the same crisis with the same luck; only the moment of the answer differs. How many
# **more** members left for good where the team waited?

# %%
figures = ["departures", "negative_posts", "press_mentions", "trust"]
print("after 4 hours:  ", soon.summary()[figures].round(3).to_dict())
print("after 120 hours:", late.summary()[figures].round(3).to_dict())

# %%
# BEGIN SOLUTION
more_left = late.summary()["departures"] - soon.summary()["departures"]
# STUB: more_left = ...
# END SOLUTION
print(check_cost(soon, late, more_left))

# %% [markdown]
# ## 2. Your first hours
#
# Another forum, the same failure; the brand could have prevented it. The posts are there. Finding out what
# happened takes your colleagues three hours. Decide:
#
# - `delay_hours`: when the statement is due, in hours from now,
# - `strategy`: `"silence"`, `"delete"`, `"deny"`, `"diminish"`, `"bolster"` or `"rebuild"`,
# - `apology`, `explanation`, `hold_statement` ("we look into it"): `True` or `False`,
# - `tone`: `"neutral"`, `"empathetic"`, `"explaining"`, `"defensive"`, `"playful"` or `"mocking"`.
#
# Predict before you check: how many members will your choice keep beside an answer after one day?

# %%
# BEGIN SOLUTION
plan = team(delay_hours=5, strategy="rebuild", apology=True, tone="empathetic", hold_statement=True)
# STUB: plan = team(delay_hours=72, strategy="deny", apology=False, explanation=False, tone="defensive")
# END SOLUTION
print(check_first_hours(plan))

# %% [markdown]
# The check lets six forums live that you have not seen, with your plan and with a plain answer after one day, and
# asks that yours loses nothing beyond luck. There is more than one good way: when it has passed, find a second.
#
# ## 3. Tell somebody
#
# In two sentences, to the person who would have to sign the statement: what must be arranged today so that you can
# speak within hours?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names a person who may speak, a deputy for nights and weekends, and
# somebody who finds out the facts. It does not promise that the storm will not come.
