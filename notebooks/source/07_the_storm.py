# %% [markdown]
# # The storm: what to say, and when
#
# On a Monday morning a product fails for one customer in twelve. The brand could have prevented it. Six hours
# later the first customers post about it in your forum. What you say now, and when, is decided in minutes, and
# you will not get to try it twice. Here you will.
#
# **When you have finished, you can**
#
# 1. say what silence, deleting and answering cost in the same crisis, and which of these costs is beyond luck,
# 2. read from a figure what each day of waiting costs, and why speaking first is another thing than answering
#    fast,
# 3. tell how much your words can mend, and how much was decided before you spoke.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - The first two sections carry the lesson. Short of time: skip *Do the words matter?*; objective 3 then becomes
#   something to read.
# - Some of your group have lived through a storm at work. Ask for facts, not for names, and do not let the group
#   judge whoever tells.
# - The product, the forum and its brand in the first three sections are made up. The case further below is real
#   and told from its sources: keep to what it states.

# %%
from ipywidgets import IntSlider, interact

from simulator import Case, Playbook, Scenario, compare, datasets, simulate
from simulator.lens.aftermath import aftermath
from simulator.lens.case_plot import replay_figure
from simulator.lens.storm_plot import day_by_day, waiting
from simulator.lens.theme import show

# %% [markdown]
# ## Predict
#
# The same team faces the same crisis in three ways, and everything else it does stays the same:
#
# - **silence**: not a word of its own, and nothing is deleted,
# - **delete**: not a word, and critical posts are taken down,
# - **answer**: after four hours a statement says what happened, apologises, and makes good.
#
# Write down for each: after four weeks, how many of 2,000 members have left? Which of the three leads to the
# fewest negative posts?

# %% [markdown]
# ## Run
#
# First one story: one forum, one luck, three answers.

# %%
case = Case.load("product_failure")
forum = case.put_into(Scenario.load("forum").replace(members=2000)).replace(days=42)
team = Playbook.load("disclose").replace({"crisis.disclose_early": False, "crisis.hold_statement": False})
team = team.replace({"crisis.delay_hours": 4})
answers = {way: team.replace({"crisis.strategy": way}) for way in ("silence", "delete")} | {"answer": team}

# %%
show(day_by_day({name: simulate(forum, playbook, seed=7) for name, playbook in answers.items()}))

# %% [markdown]
# Read the left panel first. Who reads that a post was taken down is told nothing and guesses a lot; some write
# because of it. Now the right panel. Did you expect the line of *silence* on top? It is one story, and it has two
# traps. Luck is one. The other: **mean trust counts those who are still there.** Whoever has lost all trust and
# left no longer pulls the mean down.
#
# So count those who leave, and let eight forums live, each with the same luck under all three answers. The
# table counts all six weeks, also the two before the storm; the figure shows what differs from silence.

# %% tags=["nbval-ignore-output"]
three = compare(forum, answers, replicates=8, seed=7, progress=True)

# %%
print(three.means().loc[["departures", "negative_posts"]].round(1).to_string())
show(three.plot(["departures", "negative_posts", "trust", "press_mentions", "customers", "team_minutes"]))

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of these six would your boss see on the day itself?"* The negative posts and the press. The departures
#   show weeks later, and nobody puts the crisis beside them.
# - *"The deleters worked most. On what?"* On deleting: look at the team's time.
#
# Likely misconceptions: *fewer posts in sight means less anger*; *silence costs nothing* (it costs no minutes, and
# members); *deleting is the same as moderating*: abuse may go, criticism may not.

# %% [markdown]
# ## Explain
#
# - **Answering** keeps members and customers whom silence loses. It does not make the storm go away.
# - **Deleting** is worse than silence: more negative posts, more reports, more who leave. Whoever is silenced
#   says it louder, and readers notice the gaps.
#
# What do studies say? Readers who notice that criticism was deleted forgive less and say more against the brand,
# in four studies (Liao and others, 2024); an explanation written for the case softens that. Most complaints
# never become a storm: about 3 in 100 did, among 472,995 on the pages of 89 firms (Herhausen and others, 2019). So
# treat a complaint as a complaint, and be ready all the same. And of 78 storms about brands, 58% left a mark a
# week later, 40% in the long run (Hansen and others, 2018): a storm can pass. You do not know beforehand which.

# %% [markdown]
# ## Predict again
#
# Now the team answers in any case; only the moment differs. It speaks a week after the first posts, after four
# days, one day, four hours - or before anybody else has said a word, because the brand knew six hours earlier.
#
# Sketch a curve: on the left "a week later", on the right "before others". Is each step worth the same?

# %% [markdown]
# ## Run again

# %% tags=["nbval-ignore-output"]
moments = {"a week later": 168, "4 days": 96, "1 day": 24, "4 hours": 4}
plans = {name: team.replace({"crisis.delay_hours": hours}) for name, hours in moments.items()}
plans["before others"] = team.replace({"crisis.delay_hours": 2, "crisis.disclose_early": True})
delays = compare(forum, plans, replicates=8, seed=7, progress=True)

# %%
show(waiting(delays.effects("a week later"), "departures", "a week later"))

# %%
show(waiting(delays.effects("a week later"), "trust", "a week later"))

# %% [markdown]
# ## Explain again
#
# Each day sooner keeps some members. Within the first day the clock matters less than you may fear: compare "1
# day" and "4 hours". You have the time to find out what happened before you speak.
#
# The last step is of another kind. Whoever hears it from the brand first does not learn at the same moment that
# something went wrong *and* that nobody told them. Researchers call this *stealing thunder*. It is the one answer
# that must be prepared before anything has happened: somebody has to be allowed to speak within hours.
#
# Try moments of your own. `look` lets one forum live twice, with your delay and with silence.


# %%
def look(hours):
    """Show one forum that answers after so many hours, beside one that never does."""
    spoken = simulate(forum, team.replace({"crisis.delay_hours": hours}), seed=8)
    silent = simulate(forum, answers["silence"], seed=8)
    kept = silent.summary()["departures"] - spoken.summary()["departures"]
    print(f"Answered after {hours} hours: {kept:.0f} fewer members left than with silence.")


# %%
look(hours=48)

# %% tags=["nbval-ignore-output"]
hours = IntSlider(24, min=0, max=336, step=12, description="hours", continuous_update=False)
_ = interact(look, hours=hours)

# %% [markdown]
# ## Do the words matter?
#
# You may deny, play it down, make good, or remind people of better days. Predict: does the choice of words change
# more, or the question whether the brand is to blame?
#
# Two crises of the same gravity: in one the brand is a victim itself (sabotage, say), in the other it could have
# prevented everything.

# %% tags=["nbval-ignore-output"]
words = ("deny", "diminish", "bolster", "rebuild")
spoken = {word: team.replace({"crisis.strategy": word, "crisis.apology": word == "rebuild"}) for word in words}
blame = {}
for cluster in ("victim", "preventable"):
    crisis = case.crisis.model_copy(update={"cluster": cluster})
    place = forum.replace(crises=[crisis.model_dump()])
    blame[cluster] = compare(place, spoken, replicates=6, seed=7, progress=True)

# %%
for cluster, result in blame.items():
    trust = result.means().loc["trust"]
    print(f"{cluster:12} trust at the end: " + ", ".join(f"{word} {trust[word]:.3f}" for word in words))
show(blame["preventable"].plot(["trust", "departures"]))

# %% [markdown]
# Compare the two lines of numbers. Between them lies the blame; within each lies your choice of words. **Most of
# it was decided before you spoke.** Over 35 studies, the responsibility that people saw went with lost reputation
# at a correlation of -.54; a strategy that fitted the crisis helped with .23 (Ma and Zhan, 2016). Advice that
# promises you the right words promises too much. Avoid the wrong ones - denying what you could have prevented -
# and use your minutes to be early.
#
# Two more things that research qualifies: an apology and a private channel slow the spread of complaints, while
# compensation offered *in public* speeds it (Herhausen and others, 2019). And the human voice that helps on calm
# days loses its advantage amid many angry posts (Barcelos and others, 2018).

# %%
effects = datasets.load("published_effects").set_index("id")
for number in ("E25a", "E26a", "E26c", "E27a", "E28a", "E28b", "E30b", "E36b"):
    row = effects.loc[number]
    print(f"{number}: {row['claim']}. Confidence: {row['confidence']}. {row['published']}")

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Who in your company may speak within two hours, at night?"* Silence in the room is the finding.
# - *"Would you deny it if you were really not to blame?"* In the simulator denying hardly pays even then, since
#   some blame the victim. The evidence for matching is real and small; let the group disagree.
#
# Likely misconception: *right words turn a storm around.*

# %% [markdown]
# ## A real case
#
# In March 2010 a campaign against palm oil reached a food company's page. What follows is on record; the sources
# stand beside it.

# %%
nestle = Case.load("nestle_2010")
for row in nestle.timeline().itertuples():
    print(f"{row.date}  {row.who}: {row.what} ({row.source})")

# %%
calm = simulate(nestle.community_scenario().replace(crises=[]), nestle.playbook_after(0), seed=3)
show(replay_figure(nestle, nestle.replay(seed=3).to_run(), calm))

# %% [markdown]
# The simulator was told what happened, whom it hit and what the company did. What members do then, it works out.
# The record has hindsight; the people who decided did not.
#
# Now sit down in that chair, 20 hours after the video came out, before anything is deleted. Your playbook is
# `disclose`: say what you know, apologise, explain, keep people posted.

# %%
for seed in (3, 4, 5):
    replayed = nestle.replay(seed=seed)
    taken_over = nestle.take_over(hours_after=20, playbook="disclose", seed=seed)
    taken_over.run_for(hours=replayed.hour - taken_over.hour)
    theirs, mine = replayed.to_run().summary(), taken_over.to_run().summary()
    left = theirs["departures"] - mine["departures"]
    print(f"luck {seed}: with your answer {left:.0f} fewer left, trust {mine['trust'] - theirs['trust']:+.3f}")

# %% [markdown]
# ## Stronger afterwards?
#
# You may read that brand and customers can come out of a crisis stronger. Test it: three forums, each beside the
# same forum with the same luck and no crisis at all; once the brand is to blame, once it is a victim.

# %%
victim = forum.replace(crises=[case.crisis.model_copy(update={"cluster": "victim"}).model_dump()])
for name, place in {"preventable": forum, "victim": victim}.items():
    for seed in (1, 2, 3):
        storm = simulate(place, "disclose", seed=seed)
        left = aftermath(storm, simulate(place.replace(crises=[]), "disclose", seed=seed))
        print(f"{name}, luck {seed}: trust at the end {left['trust_left']:+.3f} beside no crisis")

# %% [markdown]
# "Stronger" means above zero. A good answer keeps the loss small; here it never makes a gain of it. The review of
# studies on service failures says the same: satisfaction can end higher after a good recovery; buying again and
# recommending do not (de Matos and others, 2007).

# %% [markdown]
# ## Modify
#
# Change one thing and run the cells again:
#
# - `"crisis.compensation_euros": 20` in `team`: what does it cost, what does it win?
# - `"crisis.keep_promises": False`: the team promises updates and does not give them.
# - `update={"cluster": cluster, "severity": 0.4}` where the words are compared: does a small crisis need the same
#   answer?
# - `"care.tones": {}` in `team`, for all three answers: nobody answers complaints. How does deleting look now, and
#   why?

# %% [markdown]
# ## Key points
#
# 1. **Answer; do not sit it out, do not delete.** Under the same luck, answering keeps members and customers whom
#    silence loses, and deleting criticism loses more. Count those who leave: the mean trust of those who stay
#    hides them.
# 2. **Every day costs; being first is worth most.** You have hours, not weeks, and hour for hour, those before
#    others speak are worth most. They must be prepared.
# 3. **Blame weighs more than words.** Words that fit help a little. Most is decided by what the brand did before.

# %% [markdown]
# ## What this does not show
#
# - But for one case on record: one kind of place, one kind of failure, four to six weeks. Storms about values,
#   with two camps that argue, are not in the model.
# - How strongly people react is set so that it agrees with the studies named above, and the worth of speaking
#   first rests on few of them. Trust the order of the answers more than the size of the differences.
# - Lawyers, regulators and people who were harmed are missing. When somebody was hurt, they come first.
#
# **Next:** the exercises [The first hours](../exercises/07a_first_hours.ipynb) and
# [A plan for the storm](../exercises/07b_crisis_plan.ipynb)
