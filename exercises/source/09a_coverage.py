# %% [markdown]
# # Exercise: who is there?
#
# You read when nobody is at the desk, and then set shifts within a budget so that the night is served. Wherever
# you see `...`, replace it; then press **Shift + Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [Around the clock](../notebooks/09_around_the_clock.ipynb) was about.

# %%
from exercises.checks.coverage import check_alone, check_roster, game, my_run, paid_minutes, roster, share_alone
from simulator import simulate
from simulator.lens.course_plots_c import around_the_clock, staffed, wait_by_part
from simulator.lens.theme import show

# %% [markdown]
# ## Your community
#
# Put your name in place of Kim. Two people work side by side, at hours of your own; your neighbour's are others.

# %%
my_name = "Kim"
run = my_run(my_name)
show(around_the_clock(run))

# %% [markdown]
# ## 1. Read it
#
# - `hours_alone`: in how many hours of the day is nobody there?
# - `percent_alone`: how many percent of all posts are written then?
# - `longest`: which part of the day waits longest for the team - `"00 to 06"`, `"06 to 12"`, `"12 to 18"` or
#   `"18 to 24"`?

# %%
# BEGIN SOLUTION
hours_alone = int((staffed(run) == 0).sum())
percent_alone = round(share_alone(run))
longest = wait_by_part(run).idxmax()
# STUB: hours_alone = ...
# STUB: percent_alone = ...
# STUB: longest = ...
# END SOLUTION
print(check_alone(run, hours_alone, percent_alone, longest))

# %% [markdown]
# ## 2. A roster for the night
#
# Most members of this game are awake between 20:00 and 6:00 UTC. You have **320 paid minutes a day**, up to four
# people, and nobody works more than eight hours. `roster` takes pairs of hours (UTC), one pair a person, and
# minutes an hour:
#
# - `roster((7, 15), (15, 23))` is the usual one: 16 hours at 20 minutes.
# - `roster((22, 4), (8, 14), minutes=25)` has fewer hours, and more time in each.
#
# Your roster must serve the night better than the usual one, and the day no worse. Predict first: which hours will
# you give up?

# %%
# BEGIN SOLUTION
plan = roster((0, 5), (8, 13), (16, 22), minutes=20)
# STUB: plan = roster((9, 17), (9, 17), minutes=20)
# END SOLUTION
print(f"{paid_minutes(plan):.0f} paid minutes a day")
print(check_roster(plan))

# %% [markdown]
# The check lets six communities live that you have not seen, with your roster and with the usual one. Look at
# yours:

# %%
show(around_the_clock(simulate(game(), plan, seed=11)))

# %% [markdown]
# ## 3. Tell somebody
#
# Who works these hours, and what do they get for the night? Two sentences, to the people concerned.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** asks before it tells, names a time for change and a way back, and does not
# give the night to the youngest. A roster that passes here may be against the law where you are.
