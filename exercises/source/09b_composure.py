# %% [markdown]
# # Exercise: composure
#
# Two people sit side by side at a desk that is attacked. You read how worn they are, choose one change, and write
# a tactic of a few lines. Wherever you see `...`, replace it; then press **Shift + Enter**. A check says `Passed`,
# or what to look at next.
#
# You practise what [Around the clock](../notebooks/09_around_the_clock.ipynb) was about.

# %%
from exercises.checks.composure import check_change, check_lowest, check_tactic, my_diary, my_seed, team
from simulator.lens.course_plots_c import wearing
from simulator.lens.theme import show

# %% [markdown]
# ## Your desk
#
# Put your name in place of Kim. The diary has one row an hour, from hour 0, and one column a person: 1 is calm, 0
# is rattled.

# %%
my_name = "Kim"
diary = my_diary(my_seed(my_name))
print(diary.describe().loc[["mean", "min"]].round(3).to_string())
show(wearing({"side by side": diary}))

# %% [markdown]
# ## 1. How low, and when?
#
# - `lowest_composure`: the lowest value of anybody in any hour (two digits after the point will do),
# - `day`: on which day was that? The first day is day 0. `diary.min(axis=1).idxmin()` gives the hour.

# %%
# BEGIN SOLUTION
lowest_composure = round(float(diary.min().min()), 2)
day = int(diary.min(axis=1).idxmin()) // 24
# STUB: lowest_composure = ...
# STUB: day = ...
# END SOLUTION
print(check_lowest(diary, lowest_composure, day))

# %% [markdown]
# ## 2. One change
#
# Notices to members should be polite, and worn people write blunt ones. Change **one** setting of the team so that
# blunt notices become rarer, for no more paid minutes, with as many breaches found and none standing longer. Some
# settings to think about:
#
# - `"team.shifts"`: a list of shifts such as `shift(8, 14, 60)`: begins, ends, minutes an hour. Today both people
#   have `shift(8, 20, 30)`.
# - `"netiquette.notice"` (`"blunt"`, `"polite"`, `"explained"`), `"netiquette.notice_by"` (`"person"`, `"bot"`)
# - `"team.judgement"`, `"team.volunteers"`, `"moderation.handle_flags"`, `"moderation.filter"`


# %%
def shift(begins, ends, minutes_per_hour):
    """Return the shift of one person, in the time zone of the members."""
    return {"begins": begins, "ends": ends, "minutes_per_hour": minutes_per_hour, "utc_offset_hours": -5}


# BEGIN SOLUTION
plan = team().replace({"team.shifts": [shift(8, 14, 60), shift(14, 20, 60)]})
# STUB: plan = team().replace({"netiquette.notice": "explained"})
# END SOLUTION
print(check_change(plan))

# %% [markdown]
# ## 3. A tactic
#
# Now the two sit side by side again. Write a tactic that decides hour by hour who works. It is called at the end
# of every hour and may look at `person.composure` and set `person.away_until_hour`: before that hour the person
# does not work. (`community.hour + 2` is one hour off; `community.hour + 25` is a day.) Somebody must always be
# there, and nobody can order people to be calm.


# %%
class Turns:
    """Decide who works next hour."""

    def on_hour(self, community):
        """Look at everybody on the team."""
        worn = min(community.managers, key=lambda person: person.composure)
        # BEGIN SOLUTION
        worn.away_until_hour = community.hour + 2
        # STUB: ...
        # END SOLUTION


print(check_tactic(Turns()))

# %% [markdown]
# The check tries changes and tactics in five communities that you have not seen. More than one answer is right;
# find a second.
#
# ## 4. Tell somebody
#
# Make a house rule of it, in one sentence that your team would accept. Who may invoke it?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** lets the worn person *and* colleagues invoke the rule, without giving a
# reason, and does not make it a favour. Ask what it costs, and who pays. Do not let anybody be asked in front of
# the group how composed they are.
