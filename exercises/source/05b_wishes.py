# %% [markdown]
# # Exercise: wishes
#
# You take wishes from a post to a product and back. Wherever you see `...`, replace it and press **Shift +
# Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [Wishes and criticism](../notebooks/05_wishes_and_criticism.ipynb) was about.

# %%
from exercises.checks.wishes import check_counts, check_order, check_road, forum, my_run, plain_team

# %% [markdown]
# ## 1. Put the steps in order
#
# Four steps lead from a wish to a product and back: `"tell"`, `"pass on"`, `"ship"`, `"check"`. In which order?

# %%
# BEGIN SOLUTION
steps = ["check", "pass on", "ship", "tell"]
# STUB: steps = ["tell", "pass on", "ship", "check"]
# END SOLUTION
print(check_order(steps))

# %% [markdown]
# ## 2. Read what became of them
#
# Write your name. In your forum a team has taken wishes all the way for six weeks. The first table counts what
# members wrote, the second what the team did: `check_wish`, `forward` (passed on), `ship_wish`, `tell_wish`.

# %%
my_name = "Ada"
run = my_run(my_name)
print(run.posts.loc[run.posts["author"] >= 0, "kind"].value_counts().head(5).to_string())
print()
print(run.costs()[["acts", "minutes", "euros"]].round(0).to_string())

# %% [markdown]
# How many wishes were written, checked, passed on, and shipped?

# %%
# BEGIN SOLUTION
acts = run.costs()["acts"]
written = int(((run.posts["author"] >= 0) & (run.posts["kind"] == "wish")).sum())
checked, passed_on, shipped = acts["check_wish"], acts["forward"], acts["ship_wish"]
# STUB: written, checked, passed_on, shipped = ..., ..., ..., ...
# END SOLUTION
print(check_counts(run, written, checked, passed_on, shipped))

# %% [markdown]
# ## 3. Build the road
#
# In the next forum wishes are nobody's job. The company would ship within a week what is passed on, for 2,000
# euros each, and there are at most 4,500 euros a week. Alter
# these, between the braces `{ }`, with a comma after each:
#
# - `"care.wishes"`: `"ignore"` or `"check"`,
# - `"care.wishes_at_a_time"`: most that the company works on at the same time,
# - `"care.tell"`: `True` if the community is told that a wish came true.
#
# Your aim: members are more satisfied, *and* trust the brand more. Predict which of the settings does which.

# %%
# BEGIN SOLUTION
team = plain_team().replace({"care.wishes": "check", "care.wishes_at_a_time": 2, "care.tell": True})
# STUB: team = plain_team().replace({"care.wishes": "ignore"})
# END SOLUTION
print(team.cost(forum()).round(0).to_string())

# %%
print(check_road(team))

# %% [markdown]
# ## 4. Write an answer
#
# Most wishes do not stand up to the check, and the simulator has no answer for their authors. Write one: two
# sentences to somebody whose wish cannot come true.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** to question 4 names the wish, says the reason in plain words, does not
# promise, and leaves something to hope for or to do. Read some of them aloud.
