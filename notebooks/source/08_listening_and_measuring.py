# %% [markdown]
# # Listening and measuring: how far the dashboard is from the truth
#
# Your boss sees a dashboard. You see another one, and members see neither. In this notebook you get what no
# manager ever gets: the truth, beside four dashboards and a listening tool. Then you plan a campaign, measure it
# in three ways, and publish a table about your members without publishing your members.
#
# **When you have finished, you can**
#
# 1. say what four kinds of dashboard hide, and name figures that look better while trust falls,
# 2. tell how a listening tool errs - in its words, its sample and its delay - and how far its curve can be
#    trusted,
# 3. choose the way of measuring a campaign that its plan allows, and publish figures behind which nobody is found.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Three parts: dashboards, listening, campaigns with privacy. Each can be taught alone. Short of time: skip
#   *From a pattern to a campaign*; exercise 08b then waits for another day.
# - Ask everybody beforehand which figure their own boss asks for. Write the list where all can see it; you will
#   come back to it twice.

# %%
import pandas as pd
from ipywidgets import IntSlider, fixed, interact

from simulator import Case, Playbook, Scenario, datasets, simulate
from simulator.lab.trial import trial
from simulator.lens import dashboards, dashboards_plot, listening_bias, listening_plot, patterns_plot, uplift
from simulator.lens.listening import listen
from simulator.lens.monthly import monthly
from simulator.lens.privacy import k_of, publish, reidentified
from simulator.lens.theme import show
from simulator.playbook.campaign import Campaign

# %% [markdown]
# ## One forum, four dashboards
#
# A lively forum of 800 members. On day 14 a product fails. Four instruments watch the same six weeks: the software
# of the forum, a set of figures from the open-source world (CHAOSS), a health index that makes one number of six,
# and the plain totals that look well on a slide.

# %%
busy = {"population.visits_per_day": 0.5, "population.voice_share": 0.3, "behaviour.start_base": 0.05}
forum = Scenario.load("forum").replace({"members": 800, "behaviour.answer_base": 0.06} | busy)
forum = Case.load("product_failure").put_into(forum).replace(days=42)
answers = Playbook.load("disclose").replace({"crisis.disclose_early": False, "crisis.hold_statement": False})
deletes = answers.replace({"crisis.strategy": "delete"})
answered = simulate(forum, answers, seed=1)

# %%
show(dashboards_plot.plot_dashboards(answered))

# %% [markdown]
# The first column is the truth, which only a simulator knows. Look for empty places: most dashboards do not ask
# whether harm is found. And look for stand-ins: nobody asks members whether they trust you, so the last row shows
# other figures. What nobody measures, nobody misses.
#
# ## Predict
#
# Now the same forum with the same luck and another team: it takes critical posts down. Write down for each figure
# whether it will look **better** or **worse** on the dashboard of the deleting team: likes, new topics,
# sign-ups, the health index. And what will members' trust do?
#
# ## Run

# %%
deleted = simulate(forum, deletes, seed=1)
show(dashboards_plot.plot_dashboards(answered, deleted, names=("answer", "delete")))

# %% [markdown]
# One pair can be luck. So count over four forums: which figures looked better while trust fell, and in how many?

# %%
found = [
    dashboards.misleads(simulate(forum, answers, seed=s), simulate(forum, deletes, seed=s)) for s in (1, 2, 3, 4)
]
table = pd.concat(found)
table = table[(table["question"] == "Is trust growing?") & (table["says"] == "better")]
counts = table.groupby(["instrument", "figure"]).size().sort_values(ascending=False, kind="stable")
print(counts.rename("forums of 4").to_string())

# %% [markdown]
# ## Explain
#
# An angry crowd is a busy crowd: it comes back, opens topics, likes each other's anger, and draws onlookers who
# sign up. Every one of these counts goes up. **A count of activity has no sign**: it cannot tell love from anger.
#
# - *Totals* never fall. Who left is still registered.
# - *Forum software* loses what was taken down, and times only the questions that were answered.
# - *Contributors* leave out the many who read.
# - *One index of six* hides which of the six moved. It looked better in two of the four.
#
# Not all is for show: in this pair the deleting team did help more people within a day and did find more breaches.
# A figure may be honest and the answer to another question. And in a small forum, about one time in ten, the first
# critical posts are gone before anybody has read them, and no storm comes. Do not build a plan on that.
#
# Counts also feed themselves. When comments on a news site were given a single like by lot, the next reader was
# 32% likelier to like them, and they ended with a score 25% higher (Muchnik and others, 2013): part of a score is
# a head start.
#
# Even good figures depend on how they are worked out. One trial with rules in sight was first reported to bring
# 38% more newcomers to write, and later, from the same trial, 70% more:

# %%
effects = datasets.load("published_effects").set_index("id")
for number in ("E34a", "E34b", "E01b", "E16a"):
    row = effects.loc[number]
    print(f"{number}: {row['claim']}. {row['published']} Confidence: {row['confidence']}.")

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Take the list of your bosses' figures. Which has no sign?"* Most lists have one figure that has: departures,
#   or people who came back.
# - *"The deleting team's dashboard is green. How would you find out?"* Ask some members; look at who no longer
#   comes; compare with other weeks. No dashboard here asks.
#
# Likely misconceptions: *more engagement is better*; *fewer complaints on show means fewer complaints*; *one
# number is more objective than several*.

# %% [markdown]
# ## What a listening tool hears
#
# A tool reads posts, looks words up in a list (here VADER: Hutto and Gilbert, 2014) and draws a curve.
# **Predict:** of 100 posts, how many does it read rightly? And of 100 ironic ones?
# Some of the posts printed below are abusive; they were written for this kit.

# %%
heard = listen(answered)
read = listening_bias.accuracy(heard)
print(f"read rightly: {read.right:.0%} of {len(heard.posts)} posts")
print(read.by_kind[["posts", "right", "bias"]].round(2).to_string())

# %%
for post in read.misread(4).itertuples():
    print(f"read as {post.score:+.2f}, meant as {post.warmth:+.2f}: {post.text}")

# %% [markdown]
# A list of words does not know that "great work, really" is not praise, and in a threat it takes *like* and
# *enjoy* for kindness. Next come sample and delay. Most tools get only a part of what is written, and show it
# later.

# %%
show(listening_plot.listening_figure(answered, listen(answered, sample=0.3, lag_hours=48)))

# %%
three = [listening_bias.compare_instruments(simulate(forum, answers, seed=seed)) for seed in (1, 2, 3)]
columns = ["posts", "bias", "correlation", "crisis_seen_after_days"]
print(pd.concat(three).groupby(level=0, sort=False)[columns].mean().round(2).to_string())

# %% [markdown]
# Read the rows from top to bottom. *Correlation* says how well the curve follows the truth from day to day. A
# tenth of the posts of a small community is some three a day: that curve is mostly luck. Three days late, a tool
# tells you about the mood of three days ago. (The last column is the mean over those forums in which the tool
# saw the fall at all; an empty place means that it never did.)
#
# Say what it would take for *you*: `hear` prints how wide one day's reading is.


# %%
def hear(sample_percent, lag_hours=24):
    """Print how uncertain a day's reading is, and when it is there."""
    daily = listen(answered, sample_percent / 100, lag_hours).daily
    width = (daily["high"] - daily["low"]).mean() / 2
    print(f"{sample_percent}% of posts: {daily['heard'].mean():.1f} a day, known after {lag_hours} hours.")
    print(f"A day's net sentiment of +40 can be anything from {40 - 100 * width:+.0f} to {40 + 100 * width:+.0f}.")


# %%
hear(sample_percent=10)

# %% tags=["nbval-ignore-output"]
percent = IntSlider(30, min=5, max=100, step=5, description="sample, %", continuous_update=False)
_ = interact(hear, sample_percent=percent)

# %% [markdown]
# **Share of voice** says how much of what was heard is about each of several things. It depends on your words as
# much as on your members:

# %%
narrow = {"the failure": "failure", "thanks": "thanks"}
wide = {"the failure": "failure OR broke* OR refund OR hisses", "thanks": "thanks OR lovely OR glad OR wonderful"}
for name, queries in {"narrow": narrow, "wide": wide}.items():
    print(name, heard.share_of_voice(queries)[["posts", "share"]].round(2).to_dict("index"))

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask** *"What would you do with a tool that is wrong on a quarter of all posts?"* Use it
# for large changes, over weeks, with your own eyes on the coldest posts. Never for a single post, never for one
# day.
#
# Likely misconceptions: *a machine reads without bias*; *a larger sample cures misread words* (it does not:
# compare the bias of all rows); *real time means now*.

# %% [markdown]
# ## From a pattern to a campaign
#
# Log-ins are metadata: who came, and when. Counted over groups they show a rhythm, and tell of nobody. This table
# of a forum's year was made safe before it went out; it holds no person.

# %%
year = datasets.load("year_of_metadata").dropna(subset=["logins"])
sums = year.groupby(["promotion", "weekday", "hour"])[["logins", "hours_observed"]].sum()
an_hour = sums["logins"] / sums["hours_observed"]
week = an_hour["none"].unstack().reindex(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
week.index = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
show(patterns_plot.week_figure(week))

# %%
ratio = (an_hour["contest"] / an_hour["none"]).mean()
print(f"While a contest ran: {ratio:.2f} times the log-ins of the same hours of the week without one")

# %% [markdown]
# Even had it been twice as many: does a contest bring people, or does a team run one when people come anyway? A
# pattern can't say. A trial can.

# %% [markdown]
# A pattern suggests a campaign: *who has not come for two weeks gets a word of thanks*. A week later many are
# back.
#
# ## Predict again
#
# Before the word, none of them had come for two weeks. After it, four in ten came within a week. How much of that
# did the word bring? Half? All? None?
#
# ## Run again
#
# Half of them are left out by lot, so you can measure in three ways: **before/after** (the thanked, with
# themselves), **holdout** (with those left out by lot), **difference in differences** (how the thanked changed,
# less how others changed). The simulator adds the truth: the same people, the same luck, no campaign.

# %%
calm = Scenario.load("forum").replace({"members": 800, "days": 42, "population.visits_per_day": 0.5})
team = Playbook.load("balanced").replace({"team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 60}]})
back = Campaign("come back", "lapsed", "thank", begins_day=28, days=2, minutes=0.1, holdout=0.5)
ways = trial(back, calm, team, seed=1).three_ways("log-ins", days=7, measure="any")
show(patterns_plot.ways_figure(ways, "share who came within a week"))

# %% [markdown]
# And over five forums, for two campaigns: this one, and thanks to *everybody* on a Friday evening. `error` is the
# estimate less the truth; `low` and `high` are its 95% interval.

# %% tags=["nbval-ignore-output"]
friday = Campaign("friday", "everybody", "thank", weekdays="fri", from_hour=18, begins_day=25, days=7, minutes=0.1)
plans = {"come back": (back, 7, "any"), "friday": (friday, 2, "count")}
measured = {}
for name, (plan, days, measure) in plans.items():
    trials = [trial(plan, calm, team, seed=seed) for seed in range(1, 6)]
    measured[name] = uplift.errors([each.three_ways("log-ins", days, measure) for each in trials])

# %%
for name, table in measured.items():
    print(name)
    print(table[["estimate", "truth", "error", "low", "high"]].round(2).to_string())

# %% [markdown]
# ## Explain again
#
# - Those who were away could only become more active. *Before/after* gives the word credit for that, and so does
#   *difference in differences*: others did not start from nothing.
# - On Friday evening the weekend begins, and visits fall. *Before/after* blames the thanks for the weekend.
#   Everybody was meant, so nobody is left for *difference in differences* to compare with: it has no answer.
# - *Holdout* is no further from the truth than luck allows, both times. Its price: some are left out, and in a
#   small community its interval is wide.
#
# What people report of campaigns varies in the same way. Thanks kept 2 points more of members in a trial by lot
# (Matias and others, 2020): real and small. On timing, morning posts drew 8.8% more clicks than afternoon ones in
# one study (Kanuri and others, 2018): worth having, no miracle. **A campaign with a huge effect is first of all a
# campaign to measure again.**

# %% [markdown]
# ## Publishing without publishing people
#
# You want to show your findings. May you share this table? No names are in it.

# %%
m = answered.members[answered.members["outsider"] == 0]
people = pd.DataFrame({"joined_day": m["joined_hour"].clip(lower=-24) // 24, "source": m["source"].astype(str)})
people["written"], people["trust"] = m["posts"] + m["replies"], m["trust"].round(1)
known = ["joined_day", "source", "written"]
print(people.head(4).to_string(index=False))
print("smallest group of people who look alike:", k_of(people, known))
print("pinned to one person by a reader of profile pages:", reidentified(people, people, on=known))

# %% [markdown]
# The day of joining and the number of posts stand on every profile page. Whoever looks there finds people in your
# table, and learns how far they trust you. So make columns coarser until everybody looks like at least four
# others; say what for, and until when you keep it.


# %%
def safe(days, written=(0, 1, 3)):
    """Publish the table with days of joining in bands, and say what it cost."""
    release = publish(
        people, purpose="show the team which newcomers write", quasi=known, sensitive=["trust"], keep_days=180,
        coarsen={"joined_day": [-1, *range(0, 42, days)], "written": list(written)}, published="2026-01-31",
    )  # fmt: skip
    print(f"bands of {days} days: {release.says()}")


# %%
safe(days=2)
safe(days=14)

# %% tags=["nbval-ignore-output"]
days = IntSlider(7, min=1, max=42, description="days a band", continuous_update=False)
_ = interact(safe, days=days, written=fixed((0, 1, 3)))

# %% [markdown]
# Each step of safety costs detail. Choose the coarsest table that still answers your question. European law asks
# for the same in its words: data for a stated purpose, no more than it takes, and not for longer (GDPR, Article
# 5). Groups of five are a floor and no proof: where a whole group has the same secret, the group gives it away.
#
# ## One page for the boss
#
# Most of your measuring ends on one page. A good one says what changed beyond the usual ups and downs, how it is
# known, and what it cannot show.

# %%
report = monthly(simulate(forum.replace(days=56), answers, seed=1), month=2)
print(report.headline)
for said in report.advice:
    print(f"- {said.what} Because: {said.reason} But: {said.limit}")

# %% [markdown]
# ## Modify
#
# Change one thing and run the cells again:
#
# - `listen(answered, sample=0.3, lag_hours=48, loud=1)`: the tool prefers what moves people. Whom does it hear?
# - `holdout=0.1` in `back`: what does the holdout's interval do?
# - `"keen"` in place of `"lapsed"`: thank those who wrote last week. Which way is wrong now, and to which side?
# - `written=(0, 1)` in `safe`: what can you no longer say?

# %% [markdown]
# ## Key points
#
# 1. **Counts have no sign.** Likes, topics, contributors and sign-ups rose while trust fell and members left. Ask
#    of every figure what it leaves out: who left, what was taken down, who only reads, which part moved.
# 2. **A tool's curve is a noisy, late sample.** It misreads irony and abuse, and a larger sample does not
#    cure that. Trust large changes over weeks, and read the posts.
# 3. **Measure as the plan allows, and publish crowds.** A holdout by lot is right where before/after credits you
#    with what would have happened anyway; without one, say so. Nobody's row goes out unless four others look
#    alike, for a purpose, with an end.

# %% [markdown]
# ## What this does not show
#
# - Whether real members write as ours do. The sentences are written by hand; a tool made for real posts may do
#   better or worse on them. That it errs, and where, carries over; the share does not.
# - What larger language models would read. They may know irony; they hear no more of what was deleted.
# - Law in full. Ask whoever is responsible for data protection before you collect, not before you publish.
#
# **Next:** the exercises [Four dashboards](../exercises/08a_truth_and_dashboard.ipynb),
# [Measure a campaign](../exercises/08b_measure_a_campaign.ipynb) and
# [Publish safely](../exercises/08c_publish_safely.ipynb)
