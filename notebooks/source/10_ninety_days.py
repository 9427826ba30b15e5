# %% [markdown]
# # Ninety days in the chair
#
# Everything so far was one thing at a time. Now you get a brand, its forum, a budget and ninety days. You write
# down beforehand what you want and how you will know. Then you sit down, and something happens. Afterwards you say
# which of your decisions mattered, and what was luck.
#
# **When you have finished, you can**
#
# 1. write a plan whose goals, promises and budget agree with each other and with what the team does,
# 2. run it, decide when something happens, and tell afterwards which decisions changed more than luck does,
# 3. report how many customers stayed, and say what such a figure does not prove.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - This is a page for groups of two or three. Give each a third of your time for the plan, a third for the run, a
#   third for debrief and report. The plan must stand on paper before anybody runs a cell below it.
# - Short of time: skip *Another first word* and take the report home. Never skip the debrief.
# - The brand, its forum and its crisis are made up.

# %%
from html import escape
from pathlib import Path

from IPython.display import HTML
from ipywidgets import IntSlider, interact

from exercises.checks import ninety_place as place
from exercises.checks.ninety_days import reading
from simulator import compare, datasets, simulate
from simulator.desk import Session
from simulator.lens.monthly import monthly
from simulator.lens.monthly_page import page
from simulator.lens.six_tasks import by_task
from simulator.lens.theme import show

# %% [markdown]
# ## The brief

# %%
print(place.EXAMPLE)

# %% [markdown]
# What happens if nobody looks after this forum? Eight times the same forum, each with other luck: the mean of each
# figure on the last day, and the range in which the true mean lies.

# %%
print(place.table_of_figures(place.EXAMPLE).to_string())

# %% [markdown]
# ## Predict
#
# Write down, before you go on:
#
# - Of 100 customers of the first day, how many will be here after ninety days with a team that does its work well?
# - What will take most of the team's minutes? Choose among the six tasks that the German professional association
#   (BVCM) names: dialogue, building, engagement, support, monitoring and reporting, leading opinion leaders.
# - One decision that you expect to matter most.

# %% [markdown]
# ## A plan in writing
#
# First what the team does. It is one person, eight hours a day, seven days a week (several people who take turns).
# Most members come in the evening, and so does the person.

# %%
shift = {"begins": 13, "ends": 21, "minutes_per_hour": 20}
playbook = place.team().replace({
    "team.shifts": [shift],
    "care.tones": {"complaint": "empathetic"},
    "engagement.calendar": [{"day": "mon", "hour": 17, "kind": "starter"}],
    "engagement.thanks_per_week": 10,
    "crisis.strategy": "rebuild",
    "crisis.delay_hours": 12,
})  # fmt: skip

# %% [markdown]
# Then what it is for. A goal has a figure, a target and a date. A target below what happens by itself is no goal;
# one that no team reaches is a wish.

# %%
goals = [
    {"figure": "customers_kept", "at_least": 68, "by_day": 90},
    {"figure": "trust", "at_least": 51, "by_day": 90},
    {"figure": "complaints_answered_in_a_day", "at_least": 80, "by_day": 90},
]
measured = {
    "customers_kept": "customer numbers matched with accounts, once a month",
    "trust": "five questions to fifty members, once a month",
    "complaints_answered_in_a_day": "counted from the inbox, every Monday",
}

# %% [markdown]
# What members and your boss may rely on. `longest_gap_hours` is the longest time in which nobody is there; whoever
# promises an answer within four hours must not sleep for sixteen.

# %%
promises = {
    "audience": "owners who bake, ask each other for help, or only read along",
    "rules": ["incivility", "spam", "off_topic", "attack", "illegal"],
    "posts_per_week": 1,
    "answer_within_hours": 24,
    "first_word_within_hours": 16,
    "who_speaks": "the head of support, by name",
    "longest_gap_hours": 16,
    "minutes_per_week": 1120,
    "euros": 0,
}

# %% [markdown]
# And the six tasks. To leave one out is a decision; it stands in the plan, with its reason.

# %%
tasks = {
    "Dialogue and interaction": "one question a week that members can answer",
    "Building": "left out: newcomers come by themselves, and minutes are short",
    "Engagement": "thanks to ten people a week",
    "Support": "every complaint gets an answer from a person",
    "Monitoring and reporting": "flags every day, a report every four weeks",
    "Leading opinion leaders": "left out: nobody knows yet who they are",
}
plan = {"goals": goals, "measured": measured, "tasks": tasks} | promises
print(reading(plan, playbook, place.EXAMPLE))

# %% [markdown]
# The reader of plans asks whether everything is there, whether the playbook does what the plan says, whether it is
# paid for, and whether the targets can be reached. It does not know the right strategy. Promise an answer within
# four hours, or leave the evenings out, and see what it says.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of your goals would you have met by doing nothing?"* It hurts, and it is the use of the table above.
# - *"Who reads your promise of an answer within a day as a promise for Sunday?"* Everybody.
#
# Likely misconceptions: *a goal is a hope*; *reach shows success*; *a plan is for the boss* (it is for you, on the
# day on which you'd like to remember having wanted something else).

# %% [markdown]
# ## Run
#
# Sit down. Four weeks go by; then look at what a report says.

# %%
session = Session(place.forum(place.EXAMPLE), playbook, seed=7)
_ = session.advance(days=28)
report = monthly(session.run())
print(report.headline)
for one in report.advice:
    print(f"- {one.what} Because: {one.reason}")

# %% [markdown]
# **Your first decision.** First posts and questions are answered from now on, where no member has. That is what
# the report advises; advice is no proof.

# %%
session.set({
    "care.tones": {"complaint": "empathetic", "question": "explaining"},
    "engagement.answer_first_posts_hours": 24,
})  # fmt: skip
happened = session.advance(until="alarm")
for one in happened:
    if one.level == 3:  # drop everything
        print(f"Day {one.hour // 24}, {one.hour % 24}:00: {one.what}.")

# %% [markdown]
# **Your second decision.** You know something that nobody outside knows. The plan says: a statement twelve hours
# after others have found out. You may keep to it; nobody would blame you. Decide before you run the next cell.
#
# Here the team speaks first.

# %%
session.set({"crisis.disclose_early": True, "crisis.delay_hours": 1})
_ = session.advance(days=20)
storm = session.run().daily.iloc[40:60]
print(storm[["crisis_posts", "complaints", "press_mentions", "departures", "team_minutes"]].sum().to_string())

# %% [markdown]
# **Your third decision.** It is quiet again. You thank more people, thirty a week in place of ten. Then the ninety
# days run out.

# %%
session.set("engagement.thanks_per_week", 30)
_ = session.advance(until="end")
run = session.run()
for goal in goals:
    reached = place.FIGURES[goal["figure"]].of(run)
    word = "met" if reached >= goal["at_least"] else "missed"
    print(f"{goal['figure']}: {reached:.1f}, at least {goal['at_least']} wanted: {word}")

# %% [markdown]
# ## Explain
#
# One forum, one luck. What you see may be your work, and may be luck; from this run alone nobody can tell. A boss
# will read it as your work all the same, in good months and in bad ones. So the ninety days need a debrief.

# %% [markdown]
# ## Predict again
#
# You took three decisions: answers to questions and first posts, speaking first, more thanks. Rank them by how
# much each has changed, and write down for one of them *what* it has changed.

# %% [markdown]
# ## Run again
#
# The debrief leaves out each decision in turn. Everything before it stays, and what comes after is lived six times
# with it and six times without, pair by pair with the same luck.

# %% tags=["nbval-ignore-output"]
debrief = session.debrief(replicates=6, days=14)

# %%
print(debrief.says)
print(debrief.top[["number", "metric", "difference", "ci_low", "ci_high", "says"]].round(3).to_string())

# %% [markdown]
# The table shows for each decision only the figure in which it stands out most. Of the second, see more: what did
# speaking first change within thirty days?

# %%
second = session.what_if(2, days=30, replicates=6)
effects = second.effects().set_index("metric")
told = ["departures", "complaints", "trust", "press_mentions", "team_minutes"]
print(effects.loc[told, ["difference", "ci_low", "ci_high", "says"]].round(3).to_string())

# %% [markdown]
# ## Explain again
#
# - **A decision that nobody would have blamed you for not taking** can be the one that mattered. It had to be
#   taken within hours, by somebody who was allowed to.
# - **"Can't tell from luck" is not "no effect".** Thanks and answers work slowly, on few people at a time; in a
#   field experiment with 15,558 members thanks kept 2 points more of them (Matias and others, 2020). Six pairs of
#   two weeks can't show that.
# - **Looking everywhere finds something.** With many figures some leave zero out by luck. What the debrief calls
#   *perhaps* did not survive the count of everything that was looked at.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which decision would you have told your boss about, before the debrief?"* Usually the one that cost most
#   effort.
# - *"What would you have said if the same forum had ended two points worse?"*
#
# Likely misconceptions: *a good result shows a good decision*; *what can't be told from luck was useless*; *my
# decision did it, since it came before*.

# %% [markdown]
# ## Your plan, or luck?
#
# Now the plan as a whole, beside a forum that nobody looks after: eight forums, each with the same luck under
# both. A third team does the same and besides gets members to talk: newcomers are greeted and invited, their first
# posts answered, lively threads put in front.

# %%
livelier = playbook.replace({
    "engagement.welcome": "person",
    "engagement.answer_first_posts_hours": 24,
    "engagement.invitations_per_week": 10,
    "engagement.features_per_week": 3,
    "engagement.calendar": [{"day": day, "hour": 17, "kind": "starter"} for day in ("mon", "wed", "fri")],
})  # fmt: skip
figures = {"customers kept": place.customers_kept, "gone elsewhere": place.customers_gone_elsewhere}

# %% tags=["nbval-ignore-output"]
teams = {"nobody": place.nobody(), "plan": playbook, "livelier": livelier}
whole = compare(place.forum(place.EXAMPLE), teams, replicates=8, seed=7, measures=figures)

# %%
kept = whole.runs[whole.runs["metric"] == "customers kept"]
for name, values in kept.groupby("playbook", sort=False)["value"]:
    print(f"{name:9} customers kept, eight lucks: {', '.join(f'{value:.0f}' for value in sorted(values))} of 100")

# %% [markdown]
# *Plan* holds none of your three decisions. Its eight figures differ by luck alone: find your own forum's among
# them. Each pair of forums, though, shares its luck, and there the difference is plain.

# %%
show(whole.plot(["customers kept", "gone elsewhere", "departures", "belonging", "loyalty", "trust"]))

# %% [markdown]
# Two figures are about the same customers:
#
# - **Customers kept**: here and still buying. A team makes a difference.
# - **Gone elsewhere**: no longer buying, whether they are here or not. Within ninety days it hardly differs.
#
# **The team kept people in the forum. Whether it kept their money, ninety days do not show.** Retention of
# customers through the community is what a community is run for; it is also the figure of which it is easiest to
# be proud wrongly. Whoever leaves a forum may go on buying for years. In the simulator loyalty holds customers
# because we decided that it does, and slowly.
#
# And **belonging**? It is said to touch people day by day and to make them loyal. With the plan's answers and
# thanks alone, luck could explain what it gained; with greetings, invitations and answers to first posts, it could
# not. Loyalty follows, by a point or two of a hundred in ninety days. Keep in mind who is counted: those who
# stayed.
#
# Studies are cautious, too. A failure made good leaves people more satisfied, but a review found no effect on
# buying again or recommending (de Matos and others, 2007). Members without feedback are the likeliest to leave
# (Cheng and others, 2014), and distinctive communities see more of their members return (Zhang and others, 2017);
# both were observed, not tried.

# %%
published = datasets.load("published_effects").set_index("id")
for number in ("E11c", "E18a", "E22a", "E22b", "E31a", "E31b", "E37a"):
    row = published.loc[number]
    print(f"{number}: {row['claim']}. Confidence: {row['confidence']}. {row['published']} {row['reservation']}")

# %% [markdown]
# ## Another first word
#
# How long may the team wait once it knows? Others find out after six hours. Until then it can be first; later it
# answers. `look` lets the forum live with the plan and another moment. Predict three shares before you try.


# %%
def look(hours):
    """Show how many customers are kept if the team speaks so many hours after it knows."""
    first = hours < 6
    moment = {"crisis.disclose_early": first, "crisis.delay_hours": hours if first else hours - 6}
    other = playbook.replace(moment)
    shares = [place.customers_kept(simulate(place.forum(place.EXAMPLE), other, seed=seed)) for seed in (1, 2, 3)]
    print(f"Delay {hours} h, three lucks: {', '.join(f'{share:.0f}%' for share in shares)} of customers kept.")


# %%
look(hours=1)
look(hours=168)

# %% tags=["nbval-ignore-output"]
hours = IntSlider(24, min=0, max=168, step=12, description="hours", continuous_update=False)
_ = interact(look, hours=hours)

# %% [markdown]
# ## The report
#
# What did the minutes go to, by the six tasks?

# %%
print(by_task(run).round(0).astype(int).to_string())
print(f"Minutes paid for: {promises['minutes_per_week'] * 90 / 7:,.0f}")

# %% [markdown]
# Compare with your prediction. The minutes used are a small part of those paid for: most of the time the person
# was there in case somebody needed an answer. Write down how you would explain that to a boss who wants to save.
#
# The page for your boss. A month is four whole weeks; `before` is the month before.

# %%
last = monthly(run)
print(last.headline)
print(last.figures[["task", "label", "now", "before", "word"]].round(2).to_string(index=False))

# %% tags=["nbval-ignore-output"]
paper = page(last)
title = "Monthly report on one page"
HTML(f'<iframe title="{title}" srcdoc="{escape(paper)}" style="width:100%;height:36em"></iframe>')

# %% [markdown]
# To hand it in, name a folder. It will hold the report, the debrief, and the log of your decisions, from which
# anybody can run the same ninety days again.

# %%
folder = ""
if folder:
    debrief.save(folder)
    Path(folder, "report.html").write_text(paper, encoding="utf-8")
print(f"Kept in {folder}" if folder else "Nothing was kept.")

# %% [markdown]
# Add four sentences of your own: what you wanted; what came of it; which decision mattered, and how sure you are;
# what you would do otherwise. The page cannot write them.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: what to look for in a report.** It names customers kept and says that ninety days do not
# show what they buy. It names a goal that was missed. It tells decisions with an interval from decisions without
# one. It tells the minutes paid for from those used, and defends the difference.

# %% [markdown]
# ## Modify
#
# Change one thing and run the cells below it again:
#
# - `session.rewind(to=2)`, then decide otherwise: keep to the plan. The ninety days live on with the same luck.
# - Halve the paid minutes (`"minutes_per_hour": 10`). What is missed, and who notices?
# - Spend the budget: `"engagement.ads_per_day": 2` brings newcomers for 8 euros a day. Which goal does it serve?
# - `seed=8`: another luck. Would your report read otherwise? Should it?

# %% [markdown]
# ## Key points
#
# 1. **A plan is a set of promises that can be broken.** Goals with a figure, a target and a date, above what
#    happens by itself; promises that the shifts can keep; tasks left out on purpose.
# 2. **Judge decisions beside what would have been.** Leave each out, with the same luck, several times. Few matter
#    for sure; one that is prepared and early can outweigh many that are busy.
# 3. **Report customers, and what that figure does not prove.** A team kept people here. Whether they buy longer,
#    ninety days and our assumptions do not show.

# %% [markdown]
# ## What this does not show
#
# - One kind of place, one crisis, a team that is always well. Real ninety days hold several things at once.
# - How strongly people react to answers, thanks and crises follows studies where there are any, and is our choice
#   elsewhere. Trust the order of things more than their size.
# - Your boss, your colleagues and your own nerves. The plan is only as good as who is allowed to carry it out.
#
# **Next:** the exercise [Ninety days of your own](../exercises/10a_ninety_days.ipynb)
