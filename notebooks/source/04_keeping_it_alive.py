# %% [markdown]
# # Keeping it alive
#
# What keeps a community alive, and what does it cost?
#
# A community that nobody tends grows quiet. So managers greet, publish, run contests, hand out badges and thanks.
# Each of these is praised somewhere. All of them take minutes, some take euros, and you have neither without end.
# On this page you let the same community live with and without each, and read what it brings beside what it takes.
#
# **When you have finished, you can**
#
# 1. choose how newcomers are received, by what it does to their second post,
# 2. tell a contest's peak from what is left when it is over,
# 3. weigh what a tactic brings against the minutes and euros it takes.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Ask everybody for the last thing they did to liven up a group, and what it cost in minutes. Write both on the
#   board; you will need the list at the end.
# - Short of time: skip *Thanks, awards and badges*. Never skip the contest.

# %%
import numpy as np
from ipywidgets import IntSlider, interact

from simulator import Playbook, Scenario, compare, simulate
from simulator.lab.effects import validate_effects
from simulator.lab.experiments.places import first_posts
from simulator.lab.pairing import paired
from simulator.lens.course_plots_a import claims, weeks
from simulator.lens.plots import show

# %% [markdown]
# ## Predict: a newcomer's second post
#
# Most newcomers write once and are not heard of again. You can try three things: a **bot** that greets everybody,
# a **person** who greets everybody by name, or an **answer** of the team to every first post within a day. Which
# of them brings a second post? Which costs most? Write down two answers.

# %%
my_guess_second_post = "person"
my_guess_dearest = "answer"

# %% [markdown]
# ## Run: three welcomes
#
# This forum has many newcomers. The plain team leaves them to the members.

# %%
forum = Scenario.load("forum").replace({"members": 600, "days": 42, "population.visits_per_day": 0.4})
forum = forum.replace(newcomers_per_1000_members_per_day=12)
plain = Playbook.load("balanced")


# %%
def second_posts(run):
    """Of the newcomers who wrote, return the percentage that wrote again."""
    written = run.posts["author"].value_counts()
    return 100 * (written[first_posts(run)["author"]] > 1).mean()


# %%
welcomes = {
    "plain": plain,
    "bot": plain.replace({"engagement.welcome": "bot"}),
    "person": plain.replace({"engagement.welcome": "person"}),
    "answer": plain.replace({"engagement.answer_first_posts_hours": 24}),
}
greeted = compare(forum, welcomes, replicates=8, measures={"second posts": second_posts})
show(greeted.plot(["second posts", "belonging", "dau", "team_minutes"]))

# %%
rows = greeted.effects(metrics=["second posts", "team_minutes"]).pivot(
    index="playbook", columns="metric", values="difference"
)
print(rows.loc[["bot", "person", "answer"]].round(1).to_string())
print(f"You said: {my_guess_second_post} for second posts, {my_guess_dearest} is dearest.")

# %% [markdown]
# ## Explain: being heard beats being greeted
#
# A greeting is for everybody who signs up, and most of them never write. An answer goes to those who already
# dared, at the moment at which they look whether anybody noticed. So it does more for the second post, and is
# cheaper: there are fewer first posts than sign-ups. The personal greeting is not for nothing. It warms: belonging
# rises. With a bot's greeting no rise can be told from luck.
#
# And outside the simulator?

# %%
show(claims(validate_effects("E14", seeds=8)))

# %% [markdown]
# Joyce and Kraut (2006) followed 2,777 newcomers in newsgroups: 44% of those without an answer posted again, 56%
# of those with one. Tone and quality of the answer made no difference. But nobody was answered by lot there, and a
# better first post may have earned both the answer and the second post. Here the very same newcomers are answered
# or not.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Who should answer, the team or a member?"* Look at a fourth figure with them:
#   `greeted.plot("member_to_member_ratio")`. A team that answers everything also takes the members' place.
# - *"What does your organisation send to newcomers today?"* Usually a bot's greeting. Ask what it is for.
#
# Likely misconception: *a warm welcome is a friendly text.* What counts here is that somebody reacts to what was
# said.

# %% [markdown]
# ## Predict again: a contest
#
# In the first week you run a contest with a good prize. Draw the curve on paper: posts and replies, week by week,
# for six weeks, beside the same community without it. Mark the week in which it ends.

# %% [markdown]
# ## Run again: twenty communities with and without

# %%
contest = plain.replace(
    {"engagement.contest.every_days": 100, "engagement.contest.lasts_days": 7, "engagement.contest.appeal": 3}
)


def written_by_week(run, entries):
    """Count members' posts and replies by week, with or without entries to a contest."""
    mine = run.posts[(run.posts["author"] >= 0) & (entries | (run.posts["kind"] != "entry"))]
    return np.bincount(mine["seconds"] // (7 * 86400), minlength=6)


# %%
pairs = [(simulate(forum, plain, seed=seed), simulate(forum, contest, seed=seed)) for seed in range(1, 21)]
names = {"all that is written": True, "without the entries": False}
apart = {
    name: np.array([written_by_week(b, all_of_it) - written_by_week(a, all_of_it) for a, b in pairs])
    for name, all_of_it in names.items()
}
show(weeks(apart, "posts and replies a week", shaded=1))

# %% [markdown]
# ## Explain: what was bought
#
# The peak is real, and most of it is entries: posts that were written for the prize and that hardly anybody
# answers. While the contest runs, the ordinary conversation rises as well, because more people are about. And
# afterwards? Each single week lies within luck. Add up the three weeks after the contest, and then all six:

# %%
talk = apart["without the entries"]
for name, chosen in (("three weeks after", talk[:, 1:4]), ("all six weeks", talk)):
    found = paired(np.zeros(len(talk)), chosen.sum(axis=1))
    print(f"{name}: {found['difference']:+.0f} ({found['ci_low']:+.0f} to {found['ci_high']:+.0f})")

# %% [markdown]
# The three weeks after are quieter, and over all six no gain in conversation can be told from luck: what came
# early was missing later. But why?
#
# A tempting answer: whoever writes for a prize loses some of the pleasure of writing for its own sake. Deci,
# Koestner and Ryan (1999) found that of rewards in laboratories, and it is built into this simulator. So switch it
# off, and see whether the quiet goes away.

# %%
priceless = forum.replace({"behaviour.contest_spends": 0})
free = [(a, simulate(priceless, contest, seed=a.seed)) for a, _ in pairs]
quiet = np.array([(written_by_week(b, False) - written_by_week(a, False))[1:4].sum() for a, b in free])
found = paired(np.zeros(len(quiet)), quiet)
print("three weeks after, without that:", *(f"{found[name]:+.0f}" for name in ("difference", "ci_low", "ci_high")))

# %% [markdown]
# Most of the quiet stays, so the tempting answer explains little of it here. Two plainer causes are left. In the
# week of the contest people wrote what they would have written later, and everybody who writes may fall silent
# afterwards. And the entries stand between the other posts, where readers would have found something to answer.
#
# **How sure is this?** The peak is beyond doubt; the quiet afterwards only shows when weeks and communities are
# added up. Why it comes about holds for this simulator. This kit has no field study of contests in brand
# communities to hold against it. Treat it as a question to your own figures: what did the weeks *after* look like,
# and beside which weeks do you put them?

# %% [markdown]
# ## Modify: how often?
#
# Many teams answer a quiet week with the next contest. Try other gaps, and put the price beside it.


# %%
def try_contest(every_days, appeal=2):
    """Show what contests at this cadence change against none."""
    busy = plain.replace({"engagement.contest.every_days": every_days, "engagement.contest.appeal": appeal})
    found = compare(forum, {"none": plain, "contests": busy}, replicates=6)
    show(found.plot(["replies", "member_to_member_ratio", "team_minutes", "money_spent"]))


# %%
try_contest(every_days=14)

# %% [markdown]
# Replies go up by some two hundred: that is the figure for the report. The share of answers that members give to
# *each other* falls, because entries are replies to the team. Which of the two would you show?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Who drew the dip after the contest?"* Almost nobody does. Ask what they had on their dashboard in the week
#   after their last campaign.
# - *"When is a contest worth it all the same?"* To be noticed, for a launch, to learn what people do with the
#   product. The prize is then the price of that, not of a lively community.
#
# Likely misconception: *replies are conversation.*

# %% [markdown]
# ## Predict once more: four ways to spend an hour
#
# Conversation starters, announcements, putting lively threads of members in front, or saying thanks to those who
# wrote. Order them by what they bring to the members' conversation, and then by the minutes they take.

# %% [markdown]
# ## Run: the same community, four habits


# %%
def calendar(kind, days):
    """Return a content calendar: one post of this kind on each of these weekdays, at 7:00 UTC."""
    return [{"day": day, "hour": 7, "kind": kind, "appeal": 2} for day in days]


def conversation(run):
    """Count what members wrote, entries to contests left out."""
    return ((run.posts["author"] >= 0) & (run.posts["kind"] != "entry")).sum()


# %%
three = ("mon", "wed", "fri")
habits = {
    "plain": plain,
    "starters": plain.replace({"engagement.calendar": calendar("starter", three)}),
    "announcements": plain.replace({"engagement.calendar": calendar("announcement", three)}),
    "featured": plain.replace({"engagement.features_per_week": 5}),
    "thanks": plain.replace({"engagement.thanks_per_week": 10}),
}
hours = compare(forum, habits, replicates=12, measures={"conversation": conversation})
show(hours.plot(["conversation", "team_minutes"]))

# %% [markdown]
# The plan says beforehand what a week will ask for; the run says afterwards what it took. What depends on members,
# such as flags and complaints, is in the second only. In the first, *wishes, at most* is what the plain team may
# spend on members' wishes anyway, and *time of the team* is all the time it has.

# %%
print(habits["starters"].cost(forum).round(0).to_string())
print()
print(simulate(forum, habits["starters"], seed=1).costs().head(4).round(0).to_string())

# %%
found = hours.effects(metrics=["conversation", "team_minutes"]).set_index(["playbook", "metric"])["difference"]
for name in list(habits)[1:]:
    more, minutes = found[name, "conversation"], found[name, "team_minutes"]
    print(f"{name}: {more:+.0f} posts and replies for {minutes:.0f} minutes more, in {forum.days} days")

# %% [markdown]
# ## Explain: look for the hollow marks
#
# In the figure a hollow mark means that luck could explain the difference, so do not rank the printed lines.
# Before this page was written, sixty pairs of such forums were compared: thanks brought some fifty posts and
# replies more in six weeks, starters some forty, both clear of luck; features and announcements could not be told
# from nothing. Twelve pairs, as here, can show either more or less than that.
#
# The price is surer than the gain: three posts a week of the team's own take some six hours in six weeks, ten
# thanks a week about one. Promoting lively threads is advice that you hear often; in this simulator its gain is
# too small to be seen, and we know of no trial of it.

# %% [markdown]
# ### Thanks, awards and badges: what studies say

# %%
prizes = validate_effects(["E16", "E17", "E18", "E20", "E42"], seeds=5)
show(claims(prizes[prizes["id"].isin(["E16a", "E17a", "E18a", "E20a", "E42b"])]))

# %% [markdown]
# - **Awards for newcomers.** Gallus (2017) gave symbolic awards on Wikipedia, and more newcomers stayed. The
#   reports that we could read disagree on how many.
# - **Awards for the busiest.** Restivo and van de Rijt (2012) saw 60% more work by the top one per cent after an
#   informal award. Five seeds are few for so few people; if your figure says *not shown here*, that is why.
# - **Thanks.** Matias and others (2020) thanked half of the active members in four Wikipedias: two points more
#   came back. Small, and nearly free.
# - **Badges.** Hoernle and others (2022) found that 5 to 30% of those who reach a badge change what they do for
#   it. Hamari found no effect on average in 2013, and one in 2017. Where one study says yes and the next says no,
#   try it in your own place before you build it.
# - **The hour.** Kanuri and others (2018) saw about a tenth more clicks for posts in the morning than in the
#   evening, on one newspaper's page.

# %% [markdown]
# ## Modify: a week of your own
#
# Change the numbers and run the cell: how many starters a week (0 to 7), how many thanks?


# %%
def my_week(starters, thanks):
    """Show what a week of this kind changes against the plain team."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[:starters]
    week = {"engagement.calendar": calendar("starter", days), "engagement.thanks_per_week": thanks}
    found = compare(forum, {"plain": plain, "my week": plain.replace(week)}, replicates=4)
    show(found.plot(["replies", "belonging", "team_minutes"]))


# %%
my_week(starters=2, thanks=20)

# %% [markdown]
# With sliders:

# %% tags=["nbval-ignore-output"]
_ = interact(
    my_week,
    starters=IntSlider(2, min=0, max=7, description="starters", continuous_update=False),
    thanks=IntSlider(20, min=0, max=60, step=10, description="thanks", continuous_update=False),
)

# %% [markdown]
# ## Key points
#
# 1. **Newcomers.** An answer to the first post brings second posts, here and in newsgroups; a personal greeting
#    warms, at a higher price, and shows no gain in second posts. Draw people in early, by reacting to what they
#    said.
# 2. **Contests.** The peak is mostly entries, and the weeks after are quieter; over six weeks no gain in
#    conversation is left to be seen. Judge a contest by the weeks after it, beside the same weeks without one.
# 3. **Minutes and euros.** `cost` says beforehand what a plan asks for, `costs` what it took. Thanks cost little
#    and show; for starters and features the price is surer than the gain.

# %% [markdown]
# ## What this does not show
#
# - That lively communities bring customers is a claim of the trade. This page counts conversation, not sales; in
#   module 10 you follow customers for ninety days.
# - What is written in a starter matters more than its weekday. Here it is one number, its *appeal*.
# - Why it is quiet after a contest is worked out by rules that are ours. In your community the causes may be
#   others.
# - Six weeks are short. Habits may take a season to show.
#
# **Next:** the exercises [Newcomers](../exercises/04a_newcomers.ipynb) and [A calendar on a
# budget](../exercises/04b_calendar_on_a_budget.ipynb)
