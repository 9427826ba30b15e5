# %% [markdown]
# # Exercise: of whom, and for how long?
#
# You read shares from a figure, find out how a colleague counted, and tell what likeness changes from what luck
# changes. Wherever you see `...`, replace it; then press **Shift + Enter**. Nothing can break: a check says
# `Passed`, or what to look at next.
#
# You practise what [Is it really one per cent?](../notebooks/01_one_percent.ipynb) was about.

# %%
from exercises.checks.roles import (
    check_alike,
    check_claim,
    check_shares,
    my_claim,
    my_forum,
    my_level,
    try_alike,
)
from simulator.lens.counting import counting, share_who_wrote
from simulator.lens.plots import show

# %% [markdown]
# ## Your forum
#
# Put your first name in place of Ada. You get a forum of your own, no harder than your neighbour's.

# %%
my_name = "Ada"
forum = my_forum(my_name)
show(counting(forum))

# %% [markdown]
# ## 1. Read two shares
#
# Take both from the figure, in percent, with one digit after the point.
#
# - `accounts_in_a_week`: of all accounts, how many write in a week?
# - `visitors_in_a_month`: of those who came, how many write in a month?

# %%
# BEGIN SOLUTION
shares = 100 * share_who_wrote(forum)
accounts_in_a_week = round(shares.loc["a week", "of all accounts"], 1)
visitors_in_a_month = round(shares.loc["a month", "of those who came"], 1)
# STUB: accounts_in_a_week = ...
# STUB: visitors_in_a_month = ...
# END SOLUTION
print(check_shares(forum, accounts_in_a_week, visitors_in_a_month))

# %% [markdown]
# ## 2. How did they count?
#
# A colleague reports one share of your forum and forgets to say how it was counted.

# %%
claim = my_claim(my_name)
print(f"'Only {claim}% of our people write.'")

# %% [markdown]
# Which people, and for how long? `of_whom` is `"accounts"` or `"visitors"`; `counted_for` is `"a day"`, `"a
# week"`, `"a month"` or `"all the time"` (here 90 days).

# %%
# BEGIN SOLUTION
window, people = (shares - claim).abs().stack().idxmin()
of_whom = {"of all accounts": "accounts", "of those who came": "visitors"}[people]
counted_for = window
# STUB: of_whom = ...
# STUB: counted_for = ...
# END SOLUTION
print(check_claim(forum, claim, of_whom, counted_for))

# %% [markdown]
# ## 3. What does likeness change?
#
# Your brand could open its forum to everybody, or to people of one taste with a language of their own. Predict for
# each of three figures whether there will be more of it, and write it down:
#
# - **reactions**: likes, posts and replies for every 100 readings
# - **newcomers**: how many newcomers write
# - **lag**: how far newcomers lag behind in speaking the language, of 100
#
# Then let twenty pairs of forums live, each pair with the same luck. The interval holds the true difference in 95
# of 100 such trials. If it reaches across 0, there may be no difference at all.

# %%
my_likeness = my_level(my_name)
print(f"How much alike people are: {my_likeness}, against 0.1 where they are mixed.")
try_alike(my_likeness)

# %% [markdown]
# Write `"more"`, `"less"`, or `"luck"` where the difference cannot be told from luck. The check tries six pairs
# that you have not seen.

# %%
# BEGIN SOLUTION
reactions = "more"
newcomers = "luck"
lag = "more"
# STUB: reactions = ...
# STUB: newcomers = ...
# STUB: lag = ...
# END SOLUTION
print(check_alike(my_likeness, reactions, newcomers, lag))

# %% [markdown]
# ## 4. Tell somebody
#
# A newspaper writes that "only one per cent" of your members take part. Answer in two sentences: what you would
# have to know before you could agree, and which share you would put beside it.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** asks of whom and for how long, and puts another share of the *same*
# community beside the first, with its two answers. It does not call the newspaper wrong.
