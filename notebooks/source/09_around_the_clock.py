# %% [markdown]
# # Around the clock: who answers at three in the morning, and in what state
#
# Your members live on three continents and on more than one platform. Your team has two people, and both like to
# sleep. In this notebook you decide when somebody is there, who looks after what, and what you do when the work
# gets under their skin.
#
# **When you have finished, you can**
#
# 1. read from a figure when nobody is there, and say what other hours for the same money change and do not change,
# 2. weigh volunteers, a filter and platforms against paid hours,
# 3. tell how attacks and tiredness wear a team, what its knee-jerk answers cost, and which change helps most.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Some of your group have been attacked at work. Say at the start that nobody must tell a story, and that
#   stopping is fine. Know whom they can turn to.
# - Short of time: skip *Several platforms*.

# %%
import pandas as pd
from ipywidgets import IntSlider, interact

from simulator import Playbook, Scenario, compare, datasets, simulate
from simulator.lens.course_plots_c import around_the_clock, wait_by_part, wearing
from simulator.lens.theme import show

# %% [markdown]
# ## When are people there?
#
# The community of an online game: 500 members, most in the Americas, some in Europe and Asia. It is busy, and it
# has tempers. Two people in western Europe look after it from nine to five.

# %%
busy = {"population.visits_per_day": 1.5, "population.voice_share": 0.35, "behaviour.start_base": 0.08}
tempers = {"behaviour.answer_base": 0.05, "behaviour.incivility_base": -2.2, "behaviour.mishap_chance": 0.02}
where = {"rhythm.zones": {-8: 0.3, -5: 0.3, 1: 0.25, 8: 0.15}}
game = Scenario.load("game").replace({"members": 500, "days": 21} | busy | tempers | where)
team = Playbook.load("balanced")


def hours(*shifts):
    """Return the team with other shifts: pairs of local hours in western Europe, 20 minutes an hour each."""
    clock = {"utc_offset_hours": 1, "minutes_per_hour": 20}
    return team.replace({"team.shifts": [{"begins": begins, "ends": ends} | clock for begins, ends in shifts]})


# %%
office = hours((9, 17), (9, 17))
show(around_the_clock(simulate(game, office, seed=7)))

# %% [markdown]
# ## Predict
#
# Sixteen paid hours a day, whenever they are. Three rosters: both from nine to five; one by day and one in the
# evening; three short shifts around the clock. Write down for each: how long does half of what members report or
# complain about wait? Then: does the mood change? Do fewer members leave? Does anybody find more of the breaches?
#
# ## Run
#
# Five communities, each with the same luck under all three rosters.

# %% tags=["nbval-ignore-output"]
rosters = {"nine to five": office, "two shifts": hours((7, 15), (15, 23))}
rosters["three shifts"] = hours((0, 5), (8, 13), (16, 22))
three = compare(game, rosters, replicates=5, seed=7, progress=True)

# %%
show(three.plot(["time_to_action_hours", "team_answer_hours", "trust", "recall", "departures", "team_minutes"]))

# %%
for name, roster in rosters.items():
    parts = wait_by_part([simulate(game, roster, seed=seed) for seed in (1, 2, 3)])
    print(f"{name:17}", ", ".join(f"{part}: {wait:.1f} h" for part, wait in parts.items()))

# %% [markdown]
# ## Explain
#
# - **Other hours for the same money shorten the wait**, most of all for what is written after noon (UTC). Two
#   people at the same desk at the same time leave sixteen hours to chance.
# - **They do not find more.** With two shifts the share of breaches taken down even falls. What is found depends
#   on what members report and not on who sits there. Why it falls we have not found out; do not build on it.
# - **In three weeks nobody can be seen to leave over it.** Trust moves a little. Slow answers cost slowly.
#
# What do studies say? Customers of airlines and phone companies would pay about 20 dollars more to a firm that had
# answered within 6 minutes, and 2.33 if it took over an hour (Twitter and Applied Marketing Science, 2016): a
# survey by a firm that sells fast answers. It says that minutes count, and it speaks of customers with a problem,
# not of communities. Where members answer each other, a wait for the team is often no wait for help. Research in
# our list does not say what a night without a team does to a community; here the simulator is all we have.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of these six figures would you show to whoever pays?"* The wait is the only one that moves much. Is
#   that enough? There is no right answer.
# - *"What must be seen within an hour, and what may wait until nine?"* Let them make two lists. Threats and
#   self-harm are on the first in every house.
#
# Likely misconceptions: *more people at the same time means more coverage*; *round the clock means three times the
# cost*; *people leave because nobody answered at night*.

# %% [markdown]
# ## Volunteers, a filter, or nothing
#
# Three ways to cover nights without moving the paid pair. **Predict** the price of each.

# %% tags=["nbval-ignore-output"]
cover = {
    "nine to five": office,
    "volunteers": office.replace({"team.volunteers": 12, "team.volunteer_minutes": 4}),
}
cover["filter holds"] = office.replace({"moderation.filter": "hold"})
helped = compare(game, cover, replicates=5, seed=7, progress=True)

# %%
shown = [
    "time_to_action_hours",
    "team_answer_hours",
    "first_response_hours",
    "recall",
    "precision",
    "team_minutes",
]
show(helped.plot(shown))

# %% [markdown]
# Volunteers live where members live, and work in their evenings. They cost no money, and they are not free: a few
# do most of the work. Of 900 moderators the busiest tenth did two thirds of it (Li and others, 2022). When those
# few go on holiday, or on strike, your coverage goes with them.
#
# A filter never sleeps. It holds what looks bad until somebody comes: the wait for the bad is over, and a wait for
# some decent posts begins. Look at the team's time, too.
#
# ## Several platforms
#
# The same people on a site, in a chat and on a page. Whoever jumps from one to another needs a moment to find out
# where they are: here four minutes. Two people with very little time:
# both everywhere, or each with places of their own?

# %% tags=["nbval-ignore-output"]
places = ["site", "chat", "page"]
wide = game.replace({"platforms": places})
shift = {"begins": 14, "ends": 22, "utc_offset_hours": 1, "minutes_per_hour": 2}
everywhere = team.replace({"team.shifts": [shift, shift], "team.switch_minutes": 4})
own = everywhere.replace({"team.shifts": [shift | {"platforms": places[:1]}, shift | {"platforms": places[1:]}]})
spread = compare(wide, {"everywhere": everywhere, "own places": own}, replicates=8, seed=7, progress=True)

# %%
show(spread.plot(["time_to_action_hours", "team_answer_hours", "team_minutes", "tasks_missed"]))

# %% [markdown]
# Did you expect that their own places would win? They save jumps. But work does not come evenly: while one of them
# is busy, the other has time and may not help. With little time and jumps this short, sharing wins. Turn
# `team.switch_minutes` up before you take that home.
#
# ## Composure
#
# Now a raw three weeks: 1,000 members, many rude posts, and every other day somebody attacks the team in person.
# Whoever is at the desk reads it. A diary notes how composed each person is, from 0 (rattled) to 1 (calm).


# %%
class Diary:
    """A tactic that changes nothing: it notes every hour how composed each person of the team is."""

    def __init__(self):
        self.hours = []

    def on_hour(self, community):
        """Note this hour."""
        self.hours.append([person.composure for person in community.managers])


raw = game.replace({"members": 1000, "days": 21, "behaviour.incivility_base": -1.2, "rhythm.zones": {-5: 1.0}})

# %% [markdown]
# ## Predict again
#
# The same minutes in three ways: one person alone for twelve hours; two people side by side; two people one after
# the other. Who is worst off at the end? And how often does a notice that should be polite come out blunt?
#
# ## Run again

# %%
plans = {
    "alone": [(8, 20, 60)],
    "side by side": [(8, 20, 30), (8, 20, 30)],
    "in turn": [(8, 14, 60), (14, 20, 60)],
}
names = ("begins", "ends", "minutes_per_hour")
desks = {
    name: team.replace(
        {"team.shifts": [dict(zip(names, row, strict=True)) | {"utc_offset_hours": -5} for row in rows]}
    )
    for name, rows in plans.items()
}


# %%
def diary_of(desk, seed):
    """Return composure hour by hour, and the chance that a notice came out blunt, over all notices."""
    diary = Diary()
    run = simulate(raw, desk, seed=seed, tactics=[diary])
    table = pd.DataFrame(diary.hours)
    told = run.actions[(run.actions["verb"] == "remove") & (run.actions["actor"] >= 0)]
    calm = table.to_numpy()[told["hour"], told["actor"]]
    return table, float((raw.behaviour.knee_jerk * (1 - calm)).mean())


# %%
show(wearing({name: diary_of(desk, seed=7)[0] for name, desk in desks.items()}))

# %%
for name, desk in desks.items():
    found = [diary_of(desk, seed) for seed in (1, 2, 3, 4, 5, 6)]
    worst = sum(table.min().min() for table, _ in found) / len(found)
    blunt = sum(chance for _, chance in found) / len(found)
    print(f"{name:13} lowest composure {worst:.2f}, notices that come out blunt {blunt:.0%}")

# %% [markdown]
# ## Explain again
#
# An attack wears everybody who reads it. One person alone reads them all and recovers from none. Side by side, two
# people read the same attack. In turn, each reads half, and has the other half of the day to recover.
#
# Does a blunt notice matter? Members who are told off bluntly bear a grudge, and attacks come from people with a
# grudge. Let one team always be polite and another always blunt, with everything else the same:

# %% tags=["nbval-ignore-output"]
tones = {"polite": team, "blunt": team.replace({"netiquette.notice": "blunt"})}
notices = {seed: {name: simulate(game, plan, seed=seed) for name, plan in tones.items()} for seed in range(1, 6)}
words = {
    tone: team.replace({"care.tones": {"complaint": tone}}) for tone in ("empathetic", "defensive", "mocking")
}
words["no answer"] = team.replace({"care.tones": {}})
said = compare(game, words, replicates=5, seed=7, progress=True)

# %%
grudges = pd.DataFrame(
    {s: {n: run.members["grudge"].sum() for n, run in both.items()} for s, both in notices.items()}
)
print("grudges against the team, summed over members, in five communities")
print(grudges.round(1).to_string())

# %% [markdown]
# And answers to complaints, where you chose the tone in cold blood:

# %%
show(said.plot(["trust", "departures", "complaints_answered", "team_minutes"]))

# %% [markdown]
# **A wrong tone is worse than no answer.** Look at *mocking* and *defensive* beside *no answer*: same minutes as a
# kind answer, less trust than silence. That is why composure is a matter of organisation and not of character.
#
# What do studies say? A polite warning lowered rule-breaking by up to 20%, any warning by 10% (Yildirim and
# others, 2021). Friendly humour did as well as an apology; mocking humour did worse (Béal and Grégoire, 2022). And
# a note by a bot worked no worse than one by a person (Jhaver and others, 2019): bots do not lose their temper.

# %%
effects = datasets.load("published_effects").set_index("id")
for number in ("E05a", "E05b", "E35b", "E35c", "E02b", "E39a", "E21a"):
    row = effects.loc[number]
    print(f"{number}: {row['claim']}. Confidence: {row['confidence']}. {row['published']}")

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"What do you do in the ten minutes after you were attacked?"* Let people write alone first. Then: *"Which of
#   it could your company make a rule?"*
# - *"Who may say 'you are off for today' to whom?"*
#
# Likely misconceptions: *professionals are not affected*; *two at the desk halve the burden* (they read the same
# posts); *tiredness is the main thing*: in the simulator attacks weigh far more, since nobody works full hours
# here.

# %% [markdown]
# ## One change at a time
#
# A rest is a tactic of a few lines: whoever's composure falls below a limit goes home for a day, if somebody else
# is there. `rest` shows what it brings to the two side by side, and what it costs. Three communities are
# few: the waits may differ by luck.


# %%
class Rest:
    """Send whoever is worn home for a day, as long as somebody stays."""

    def __init__(self, below):
        self.below = below

    def on_hour(self, community):
        """Look who is still here next hour, and send the most worn home."""
        here = [person for person in community.managers if person.away_until_hour <= community.hour + 1]
        worn = min(here, key=lambda person: person.composure)
        if len(here) > 1 and worn.composure < self.below:
            worn.away_until_hour = community.hour + 25


# %%
def rest(limit_percent):
    """Print what resting below a limit changes, over three communities."""
    for name, tactics in {"without": [], "with": [Rest(limit_percent / 100)]}.items():
        runs = [simulate(raw, desks["side by side"], seed=seed, tactics=tactics).summary() for seed in (1, 2, 3)]
        mean = pd.DataFrame(runs).mean()
        wait = f"{mean['time_to_action_hours']:.1f} hours until a breach is gone"
        print(f"{name:7} composure {mean['composure']:.3f}, {wait}, {mean['team_minutes']:.0f} minutes worked")


# %%
rest(limit_percent=80)

# %% tags=["nbval-ignore-output"]
limit = IntSlider(80, min=50, max=95, step=5, description="limit, %", continuous_update=False)
_ = interact(rest, limit_percent=limit)

# %% [markdown]
# ## Modify
#
# Change one thing and run the cells again:
#
# - `hours((13, 21), (17, 1))`: the paid pair follows the members. What do mornings in Europe lose?
# - `"team.volunteers": 3` in `cover`: are three enough? Look at more than one seed.
# - `"netiquette.notice_by": "bot"` in `desks`: composure stays the same. What is better all the same?
# - `raw.replace({"behaviour.incivility_base": -3})`: how much of this do you need in a calm place?

# %% [markdown]
# ## Key points
#
# 1. **Coverage is when, not how many.** Other hours for the same money cut the wait of evening and night to a
#    part. They do not find more, and in a few weeks nobody can be seen to leave over it.
# 2. **Nothing covers for free.** Volunteers are few busy people; a filter lets decent posts wait; people who
#    share all platforms lose time to jumps, people with their own cannot help each other.
# 3. **Composure is organised.** Attacks wear whoever reads them; worn people answer bluntly, and a wrong tone
#    costs more trust than silence. Turns, rests and bots help; being brave alone does not.

# %% [markdown]
# ## What this does not show
#
# - How fast composure goes and comes back is our choice; no study we know gives the numbers. Trust the order of
#   the plans, not the percentages. Only notices turn blunt in the simulator: answers to complaints keep the tone
#   that was agreed, so real tempers may do more harm than ours.
# - What attacks do to people beyond their work. A number from 0 to 1 is no way to speak of a colleague.
# - Labour law, night pay, sickness. Ask before you plan shifts.
#
# **Next:** the exercises [Who is there?](../exercises/09a_coverage.ipynb) and
# [Composure](../exercises/09b_composure.ipynb)
