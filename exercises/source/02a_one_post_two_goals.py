# %% [markdown]
# # Exercise: one post, two goals
#
# You read what a post did for two goals, say which figure shows which, see what a team's minutes went to, and then
# change one plan so that both goals are served. Wherever you see `...`, replace it; then press **Shift + Enter**.
# Nothing can break: a check says `Passed`, or what to look at next.
#
# You practise what [Community manager or social media manager?](../notebooks/02_two_managers.ipynb) was about.

# %%
from exercises.checks.one_post_two_goals import (
    check_plan,
    check_reading,
    check_report,
    check_tasks,
    my_case,
)
from simulator import Scenario, simulate
from simulator.lens.plots import show
from simulator.lens.six_tasks import by_task, task_shares
from simulator.lens.team_posts import team_posts, two_goals

# %% [markdown]
# ## 1. Read what one post did
#
# Put your first name in place of Ada. In your forum the same news was told as an announcement and, with the same
# luck, as a starter.

# %%
my_name = "Ada"
posts, teams, before = my_case(my_name)
show(two_goals({kind: posts.loc[[kind]] for kind in posts.index}))

# %% [markdown]
# - `likes_of_announcement`: how many likes did the announcement get?
# - `talk_after_starter`: how many answers did members give *to each other* after the starter?

# %%
# BEGIN SOLUTION
likes_of_announcement = posts.loc["announcement", "likes"]
talk_after_starter = posts.loc["starter", "answers_among_members"]
# STUB: likes_of_announcement = ...
# STUB: talk_after_starter = ...
# END SOLUTION
print(check_reading(posts, likes_of_announcement, talk_after_starter))

# %% [markdown]
# ## 2. Which figure for which goal, and which voice?
#
# For `reach` and `talk` write one of `"readings"`, `"likes"`, `"answers_to_team"`, `"answers_among_members"`:
# which shows how many a post has got to, and which shows that members talk to each other?
#
# For `calm` (little is at stake) and `storm` (many angry comments) write who had better answer, by what the study
# on the page found: `"person"`, `"brand"` or `"no difference"`.

# %%
# BEGIN SOLUTION
reach, talk = "readings", "answers_among_members"
calm, storm = "person", "no difference"
# STUB: reach, talk = ..., ...
# STUB: calm, storm = ..., ...
# END SOLUTION
print(check_report(reach, talk, calm, storm))

# %% [markdown]
# ## 3. What did the minutes go to?
#
# Both plans have lived in your forum.

# %%
show(task_shares(teams))

# %%
print(by_task(teams["facilitator"])[["acts", "minutes"]].round(0).to_string())

# %% [markdown]
# - `building_percent`: which part of its minutes did the facilitator's team give to building, in whole percent?
# - `untouched`: which task did neither team touch? Write it as the figure does, in quotation marks.
# - `bridge`: in which task are members' complaints answered and their wishes passed on to the brand?

# %%
# BEGIN SOLUTION
minutes = by_task(teams["facilitator"])["minutes"]
building_percent = round(100 * minutes["Building"] / minutes.sum())
untouched, bridge = "Leading opinion leaders", "Support"
# STUB: building_percent = ...
# STUB: untouched, bridge = ..., ...
# END SOLUTION
print(check_tasks(teams, building_percent, untouched, bridge))

# %% [markdown]
# ## 4. One plan for both desks
#
# Your team publishes seven announcements a week. One desk wants members to talk more; the other will not give up
# more than half of the readings. You may change **what kind** of post appears on which day, and nothing else: no
# more minutes, no more money. Predict first: on how many days can you ask members something?
#
# Write the days on which a starter appears, such as `["mon", "thu"]`.

# %%
# BEGIN SOLUTION
starter_days = ["mon", "thu"]
# STUB: starter_days = []
# END SOLUTION
slots = [slot.model_dump() for slot in before.engagement.calendar]
for slot in slots:
    slot["kind"] = "starter" if slot["day"] in starter_days else "announcement"
after = before.replace({"engagement.calendar": slots})

# %%
place = Scenario.load("forum").replace({"members": 700, "days": 42, "population.visits_per_day": 0.2})
lived = {name: team_posts(simulate(place, plan, seed=1)) for name, plan in (("before", before), ("after", after))}
show(two_goals(lived))

# %% [markdown]
# The check lets both plans live in six forums that you have not seen. More than one calendar passes.

# %%
print(check_plan(before, after))

# %% [markdown]
# ## 5. Tell somebody
#
# Write two sentences to the head of marketing, who asks why the post of Monday had fewer likes than the one of
# Tuesday.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names the goal of Monday's post and the figure that shows it, and says
# what it cost in reach. It does not say that likes are worthless.
