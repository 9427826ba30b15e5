# %% [markdown]
# # Exercise: a calendar on a budget
#
# Your team has 200 minutes and 100 euros a week to keep a forum alive. First you work out what a draft asks for,
# then you make a plan of your own and defend it. Wherever you see `...`, replace it and press **Shift + Enter**.
#
# You practise what [Keeping it alive](../notebooks/04_keeping_it_alive.ipynb) was about.

# %%
from exercises.checks.calendar_on_a_budget import (
    calendar,
    check_cost,
    check_plan,
    check_reasons,
    described,
    draft_of,
    forum,
    plain_team,
)

# %% [markdown]
# ## 1. Read a draft
#
# Write your name: a colleague has left a draft for you. This is what it is made of.

# %%
my_name = "Ada"
draft = draft_of(my_name)
print(described(draft).to_string())

# %% [markdown]
# What does the draft ask for in a usual week, in minutes and in euros? Work it out by hand. A contest that comes
# every 14 days costs half of its price in a week.

# %%
# BEGIN SOLUTION
price = draft.cost(forum()).drop(["all of these", "time of the team", "wishes, at most"]).sum()
minutes, euros = round(price["minutes"]), round(price["euros"])
# STUB: minutes = ...
# STUB: euros = ...
# END SOLUTION
print(check_cost(draft, minutes, euros))

# %% [markdown]
# ## 2. Make a plan
#
# Your aim: members write more to each other, in six weeks, beyond luck. Entries to contests do not count. Write
# one or several of these between the braces `{ }`, with a comma after each:
#
# - `"engagement.calendar": calendar("starter", "mon", "wed")`: posts of the team, as `"starter"`,
#   `"announcement"`, `"news"` or `"talk"`, on days from `"mon"` to `"sun"`; 20 minutes each,
# - `"engagement.thanks_per_week": 10`: writers who are thanked; 1 minute each,
# - `"engagement.features_per_week": 3`: lively threads that are put in front; 3 minutes each,
# - `"engagement.answer_first_posts_hours": 24`: first posts of newcomers answered; 4 minutes each, and nobody
#   knows beforehand how many there will be,
# - `"engagement.welcome": "bot"` or `"person"`: newcomers greeted; in person 2 minutes each,
# - `"engagement.invitations_per_week": 10`: silent members asked for a contribution; 2 minutes each,
# - `"engagement.awards_per_month": 5`: awards for those who wrote most; 10 minutes each,
# - `"engagement.badges": 10`: a badge for every tenth contribution; no minutes,
# - `"engagement.contest.every_days": 14`: a contest every so many days; 70 minutes and 200 euros each.

# %%
# BEGIN SOLUTION
plan = plain_team().replace(
    {
        "engagement.calendar": calendar("starter", "mon", "wed", "fri"),
        "engagement.thanks_per_week": 25,
        "engagement.answer_first_posts_hours": 24,
        "engagement.awards_per_month": 5,
    }
)
# STUB: plan = plain_team().replace({"engagement.welcome": "bot"})
# END SOLUTION
print(plan.cost(forum()).round(0).to_string())

# %% [markdown]
# The row *wishes, at most* belongs to the team as it was, and does not count. The check lets twenty unseen forums
# live with and without your plan; that takes a little while.

# %%
print(check_plan(plan))

# %% [markdown]
# ## 3. Defend it
#
# Write what you would tell your boss, in at least 25 words: what the plan costs in a week, why you chose this, and
# what you do *not* do.

# %%
# BEGIN SOLUTION
reasons = (
    "The plan costs 97 minutes a week and no money, beside the answers to first posts. Starters and thanks get "
    "members to write to each other. I do not run a contest, because its entries are no conversation and the "
    "weeks after it are quieter."
)
# STUB: reasons = ""
# END SOLUTION
print(check_reasons(plan, reasons))

# %% [markdown] tags=["facilitator"]
# **For the facilitator**
#
# - Let pairs present their plans against each other, two minutes each, and vote before the check is run.
# - Several plans pass. Ask those whose plan did not: was it the price, or was it luck? A single small habit drowns
#   in luck even with twenty forums.
# - `check_reasons` sees figures and words, not arguments. Whether a reason is a good one, the group decides.
