# %% [markdown]
# # Exercise: newcomers
#
# You read whether an answer brings newcomers back, and then take one decision yourself. Wherever you see `...`,
# replace it and press **Shift + Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [Keeping it alive](../notebooks/04_keeping_it_alive.ipynb) was about.

# %%
from exercises.checks.newcomers import check_decision, check_reading, my_comparison, plain_team
from simulator.lens.plots import show

# %% [markdown]
# ## Your forums
#
# Write your name: eight forums live with luck of their own, each with and without a team that answers first posts
# within a day. *Second posts* is the share of the newcomers who wrote that wrote again.

# %%
my_name = "Ada"
comparison = my_comparison(my_name)
show(comparison.plot(["second posts", "team_minutes"]))

# %% [markdown]
# ## 1. Read the figure
#
# - `more_second_posts`: by how many percentage points are there more (or fewer, with a minus) with answers?
# - `beyond_luck`: `"yes"` if luck is a poor explanation, `"no"` if it could be luck.

# %%
# BEGIN SOLUTION
row = comparison.effects(metrics="second posts").iloc[0]
more_second_posts = round(row["difference"], 1)
beyond_luck = "yes" if row["ci_low"] > 0 or row["ci_high"] < 0 else "no"
# STUB: more_second_posts = ...
# STUB: beyond_luck = ...
# END SOLUTION
print(check_reading(comparison, more_second_posts, beyond_luck))

# %% [markdown]
# ## 2. Take one decision
#
# Your team has time for one thing. It should bring second posts, and take less time than greeting everybody in
# person. Alter **one** of these, and predict first what it brings:
#
# - `"engagement.welcome"`: `"none"`, `"bot"` or `"person"`,
# - `"engagement.answer_first_posts_hours"`: first posts are answered within so many hours; 0 leaves them to
#   members,
# - `"engagement.invitations_per_week"`: silent members who are asked for a contribution,
# - `"engagement.thanks_per_week"`: writers who are thanked.

# %%
# BEGIN SOLUTION
my_team = plain_team().replace({"engagement.answer_first_posts_hours": 12})
# STUB: my_team = plain_team().replace({"engagement.welcome": "none"})
# END SOLUTION
print(check_decision(my_team))

# %% [markdown]
# ## 3. Tell somebody
#
# In two sentences: what does your decision bring, and what will the team not do in those minutes?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names a number of points with its range, names the minutes, and says who
# could do it in place of the team: members. It does not say that greetings are useless; they warm, which is not
# measured here.
