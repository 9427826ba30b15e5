# %% [markdown]
# # Is it really one per cent?
#
# "Ninety per cent only read, nine now and then write, one per cent does it all." A colleague quotes the rule in a
# meeting, and somebody asks: one per cent of what? On this page you count one community in several ways, find out
# where its few busy people come from, and ask whether it would be livelier if its members were more alike.
#
# **When you have finished, you can**
#
# 1. work out the share of people who write for several answers to "of whom?" and "for how long?",
# 2. explain how a few busy people come about even where nobody is born busy,
# 3. say what a homogeneous membership makes easier, and what it does not.
#
# Click on a grey cell and press **Shift + Enter**, one after the other.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Whoever has done *Start here* knows the forum and the 1% rule. If your group has not, show its figure *How
#   often people write* first.
# - Have the guesses written down. The first surprises nearly everybody, the second surprises those who like rules.
# - Short of time: skip *Predict once more*, and leave objective 3 to the exercise. Never skip the first
#   prediction.

# %%
from ipywidgets import FloatSlider, interact

from simulator import Scenario, simulate
from simulator.lab.preconditions import language_gap
from simulator.lens.conversation import engagement_rate
from simulator.lens.counting import counting, share_who_wrote
from simulator.lens.facts import share_top
from simulator.lens.participation import newcomers_who_wrote
from simulator.lens.plots import roles, show
from simulator.lens.strips import strips

# %% [markdown]
# ## Predict
#
# A forum with a thousand accounts has lived for 60 days. Nobody looks after it. How many per cent **of all
# accounts** wrote something on an ordinary **day**? And how many per cent **of the people who came** wrote
# something in the whole **60 days**? Write both on paper, then put them in place of the two numbers.

# %%
guess_of_accounts_in_a_day = 5
guess_of_visitors_in_60_days = 5

# %% [markdown]
# ## Run

# %%
forum = Scenario.load("forum").replace(members=1000, days=60)
run = simulate(forum, None, seed=7)
shares = 100 * share_who_wrote(run)
print(shares.round(1).to_string())

# %%
day = shares.loc["a day", "of all accounts"]
whole = shares.loc["all the time", "of those who came"]
print(f"Of all accounts, on a day: your guess {guess_of_accounts_in_a_day}%, here {day:.1f}%.")
print(f"Of those who came, in 60 days: your guess {guess_of_visitors_in_60_days}%, here {whole:.1f}%.")

# %%
show(counting(run))

# %% [markdown]
# ## Explain
#
# Same people, same posts, and yet one share is many times the other. Two decisions of whoever counts make it so:
#
# - **Of whom?** Accounts include people who never came back. Those who came are fewer, so the same writers are a
#   larger part of them.
# - **For how long?** Somebody who writes once a month is silent on 29 days of 30. The longer you count, the more
#   people have had their day.
#
# Where on the two curves does your own workplace count? And which point would you show if you wanted the community
# to look lively? Which if you wanted money to improve it?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of these eight numbers is the true one?"* All of them. Wait until somebody says so.
# - *"What would the curve do if we counted for three years?"* Rise further, ever more slowly; those who will never
#   write stay silent however long one counts.
#
# Likely misconceptions: *a low share means a sick community* (it may mean a short window), and *a share that rises
# from one report to the next means more life* (look first whether somebody changed the window).

# %% [markdown]
# ## Beside what was measured
#
# What have others counted? The next figure shows published shares of people who wrote nothing, beside this forum.

# %%
show(roles(run))

# %% [markdown]
# The rule of thumb ([Nielsen, 2006](https://www.nngroup.com/articles/participation-inequality/)) lies just above
# the measurements in this figure, which run from one in five silent to nearly nine in ten. They do not contradict
# each other, because they counted different things. A survey in Dutch patient groups (van Uden-Kraan and others,
# 2008) asked people who answer surveys. A count over GitHub projects of 2018 (Gasparini and others, 2020) found
# 87% silent around popular projects and 70% around projects drawn by lot. Of the "fans" of two hundred brands on
# Facebook, watched for six weeks, 1.3% took part in any way, and 0.45% if one leaves out those who had only just
# become fans (Nelson-Field, 2012).
#
# **90-9-1 is a way of remembering that most are silent.** As a measurement it needs its two answers: of whom, and
# for how long.

# %% [markdown]
# ## Predict again
#
# Where do the few busy people come from? Two explanations are common:
#
# - *They are born that way.* Some people have more to say, and come more often.
# - *They are made.* Whoever has written, and was answered, comes back and writes again; whoever wrote once and was
#   not drawn in falls silent.
#
# In a simulation both can be switched off. Make everybody **alike**: as many visits, as much to say, no history.
# If talk were shared out equally, the busiest tenth would write a tenth of it. How many per cent will it write?
# Put your guess in place of the 10.

# %%
guess_of_the_busiest_tenth = 10

# %% [markdown]
# ## Run again
#
# Three kinds of people live in the same forum for 90 days, six times each with luck of its own: people as they
# are, people who are all alike, and people who are all alike and never fall silent after a post.

# %%
place = Scenario.load("forum").replace({"members": 800, "days": 90, "population.visits_per_day": 0.3})
alike = {"population.visits_spread": 0, "population.voice_spread": 0, "population.history_share": 0}
never_silent = alike | {"behaviour.silence_hazard": 0}
worlds = {"as they are": {}, "all alike": alike, "alike, never silent": never_silent}


# %%
def busiest_tenth(changes):
    """Return how much the busiest tenth wrote, in percent, in six forums with the same six kinds of luck."""
    other = place.replace(changes) if changes else place
    return [100 * share_top(simulate(other, None, seed=seed).events()) for seed in range(1, 7)]


# %%
tenths = {name: busiest_tenth(changes) for name, changes in worlds.items()}
print(f"Your guess for people who are all alike: {guess_of_the_busiest_tenth}%.")
show(strips(tenths, "written by the busiest tenth of those who write (%)", unit="%"))

# %% [markdown]
# ## Explain again
#
# Read the figure from below. Each mark is one forum; a thin line joins forums with the same luck.
#
# - **Alike, and never silent:** already far from 10%. Some were answered early and came back, some joined late,
#   some were lucky.
# - **All alike:** more unequal still in every forum. After a first post many fall silent for months; whoever has
#   written ten times seldom does. Nobody was born to carry this community, and yet some do.
# - **As they are:** more unequal again in nearly every forum. People *do* differ, and that adds to it.
#
# So both explanations hold, and the simulator lets you say how much of each **in this model**. What does it mean
# for your work? What was *made* can be helped along: who answers a first post?

# %% [markdown]
# **Where the evidence disagrees.** Panciera, Halfaker and Terveen (2009) followed Wikipedia's editors, and found
# that those who came to carry it were busier than others *from their first day*: born, not made. Joyce and Kraut
# (2006) followed newcomers of six newsgroups: of those who were answered 56% wrote again, of the others 44%. That
# speaks for "made", but nobody was answered by lot, so the better posts may have had both. Neither settles it.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of the two explanations does your organisation act on?"* Awards for the busiest act on the first,
#   greeting newcomers on the second.
# - *"If the ten busiest people left tomorrow, would others step in?"* In the model others do, slowly. Module 6
#   tries it.
#
# Likely misconception: *if all are alike, all write alike.* Ask who has seen a party at which everybody knew each
# other equally well, and yet some talked all evening.

# %% [markdown]
# ## Predict once more: are people who are alike easier to look after?
#
# Communities form around a topic, a language and a style. It is often said that the more alike people are, the
# livelier their community grows and the easier it is to steer. Compare people of mixed tastes who talk like
# anybody (0.1) with people of one taste who have a language of their own (0.9). Write down for each: more, less,
# or about the same?
#
# - likes, posts and replies for every 100 posts that are read
# - newcomers who write
# - how far newcomers lag behind in speaking the community's language

# %%
mixed = Scenario.load("forum").replace({"members": 600, "days": 60, "population.visits_per_day": 0.2})
measures = {
    "reactions per 100 readings": lambda run: 100 * engagement_rate(run.hourly, run.posts),
    "newcomers who wrote": newcomers_who_wrote,
    "lag in the language, of 100": lambda run: 100 * language_gap(run),
}


# %%
def measured(level):
    """Return each measure in six forums: people are as much alike, and their language is as much their own."""
    place = mixed.replace({"population.homogeneity": level, "population.shared_style": level})
    runs = [simulate(place, None, seed=seed) for seed in range(1, 7)]
    return {name: [measure(run) for run in runs] for name, measure in measures.items()}


# %%
def count(alike):
    """Say for each measure what changes from 0.1, and in how many of six pairs with the same luck it is more."""
    before, after = measured(0.1), measured(alike)
    for name in measures:
        more = sum(b < a for b, a in zip(before[name], after[name], strict=True))
        print(f"{name}: {sum(before[name]) / 6:.1f} -> {sum(after[name]) / 6:.1f}, more in {more} of 6")


# %%
count(alike=0.9)

# %%
reactions = {f"alike {level}": measured(level)["reactions per 100 readings"] for level in (0.1, 0.9)}
show(strips(reactions, "likes, posts and replies (per 100 readings)", digits=1))

# %% [markdown]
# People who are alike react to more of what they read: **livelier** holds here, in every pair. That more newcomers
# join in does not follow; their number goes up and down with luck. And those who come have more to learn before
# they sound like one of the others.
#
# **Beside the evidence.** Zhang and others (2017) compared nearly three hundred communities on one platform.
# Distinctive ones kept more of their members from month to month, *and* their newcomers lagged further behind in
# the language. The claim "easier to steer" has no study in this kit's collection: take it as advice, not as a
# finding.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Whom does a community lose in which everybody is alike?"* Those who never came. They are in no figure.
# - *"Would you rather have it livelier or more open?"* Let two people argue it out; both have evidence on their
#   side.
#
# Likely misconception: *homogeneous means better.* It means livelier for those inside.

# %% [markdown]
# Now move the slider, and watch the *many out of six*. From which value on would you be sure of anything?

# %% tags=["nbval-ignore-output"]
slider = FloatSlider(
    0.5, min=0.2, max=0.9, step=0.1, description="alike", continuous_update=False, readout_format=".1f"
)
_ = interact(count, alike=slider)

# %% [markdown]
# ## Modify
#
# Change one thing of your own and run the cell again:
#
# - where the forum is founded, `"forum"` to `"chat"` or `"game"`: do the two curves keep their shape?
# - `"population.voice_spread": 0` taken out of `alike`: how much of the inequality comes from having more to say?
# - `days=60` to `days=120`: what happens to the share of those who came?

# %% [markdown]
# ## Key points
#
# 1. **Of whom, and for how long?** The share of people who write is a fraction with two choices in it. In one
#    community it ran from under 1% to more than 10%. A share without its two answers cannot be compared with
#    another.
# 2. **Born and made.** Where all are alike, a few still come to carry the talk, because whoever is drawn in goes
#    on and whoever is not falls silent. Differences between people add to that. The studies disagree on which is
#    more.
# 3. **Alike is livelier inside.** People who are alike react to more of what they read. That more newcomers join
#    in does not follow, and those who do have further to go. That they are easier to steer nobody has shown here.

# %% [markdown]
# ## What this does not show
#
# - That a member falls silent more rarely the more they have written is a *rule we gave* the simulator, chosen
#   because real contributions follow it. The simulation shows what follows from the rule, not that it is true of
#   people.
# - That people like what is close to their taste, and that a language has to be learned, are such rules, too.
# - Six small forums tell large effects from none. A small effect needs more, and bigger ones; the validation of
#   this kit uses five thousand members to see what Zhang and others saw.
# - Growth was not tested: in this model newcomers arrive at a steady rate, however lively the place is.
#
# **Next:** the exercise [Of whom, and for how long?](../exercises/01a_roles.ipynb)
