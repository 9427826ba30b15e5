# %% [markdown]
# # Exercise: answer in time
#
# You take over a team of two whose members live far away. First you read when they are there; then you put the
# team right. Wherever you see `...`, replace it and press **Shift + Enter**. A check says `Passed`, or what to
# look at next.
#
# You practise what [Wishes and criticism](../notebooks/05_wishes_and_criticism.ipynb) was about.

# %%
from exercises.checks.answer_in_time import check_hours, check_team, my_forum, my_run, plain_team, shift
from simulator.lens.plots import rhythm, show

# %% [markdown]
# ## Your members
#
# Write your name; the members of your forum live somewhere of their own. All hours are UTC.

# %%
my_name = "Ada"
run = my_run(my_name)
visits = run.hourly.groupby(run.hourly["hour"] % 24)["visits"].sum()
show(
    rhythm(run),
    "Visits by hour (UTC): " + ", ".join(f"{hour}:00 {number}" for hour, number in visits.items()) + ".",
)

# %% [markdown]
# ## 1. Read the figure
#
# Take both hours from the dashed line on the left, *visits*: at which hour do most visits fall, at which fewest?
# The sentence below the figure has them as numbers.

# %%
# BEGIN SOLUTION
busiest_hour, quietest_hour = int(visits.idxmax()), int(visits.idxmin())
# STUB: busiest_hour = ...
# STUB: quietest_hour = ...
# END SOLUTION
print(check_hours(run, busiest_hour, quietest_hour))

# %% [markdown]
# ## 2. Put the team right
#
# This is the team as you find it. Both work from 9:00 to 17:00, each with 20 minutes an hour for the community.
# They answer complaints in a `"defensive"` tone, and go on in public for four replies.
#
# Complete the plan. You have two people, eight hours each:
#
# - `shift(9)` begins at 9:00 and lasts eight hours; when should each begin?
# - `care.tones`: how are complaints answered? `"neutral"`, `"empathetic"`, `"explaining"`, `"defensive"`,
#   `"playful"` or `"mocking"`,
# - `care.public_replies`: how many replies does a complaint get in public?
#
# Your aim: as many complaints as two people can manage are answered within two hours, those who complain come to
# trust you, and no minute is wasted.

# %%
# BEGIN SOLUTION
first = 8 - next(iter(run.scenario.rhythm.zones))
shifts, tone, public_replies = [shift(first), shift(first + 8)], "empathetic", 1
# STUB: shifts, tone, public_replies = [shift(9), shift(9)], "defensive", 4
# END SOLUTION
team = plain_team().replace(
    {"team.shifts": shifts, "care.tones": {"complaint": tone}, "care.public_replies": public_replies}
)
print(check_team(my_forum(my_name), team))

# %% [markdown]
# ## 3. Tell your boss
#
# In two sentences: at which hours is nobody listening now, and what will members find then?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names the hours in UTC and in the members' own time, and has an honest
# line for them ("we are back at eight"). Ask who works these hours, and what it does to them: that is module 09.
