# %% [markdown]
# # Who writes in an online community?
#
# A brand has opened a forum. Two thousand people have joined, and you are asked to look after them. Before you
# decide anything, look: who of them writes, and who only reads?
#
# This community is simulated: its members come, read, like, answer and leave by simple rules. So you can let
# them live the same weeks again after every decision.
#
# **When you have finished, you can**
#
# 1. read from a figure how many members write, and how much the busiest of them write,
# 2. say what the 1% rule claims, and where measurements differ from it,
# 3. change one decision, and tell what it did from what luck did.
#
# You need not know how to program. Click on a grey cell and press **Shift + Enter**; what it finds out appears
# below it. **Run > Run All Cells** does this for the whole page. The first run takes some seconds longer,
# because the simulator prepares itself once.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Run this page once on the projector's computer, so that the simulator is prepared. Nothing here needs the
#   internet: with bad Wi-Fi, hand out the folder on a memory stick, or let one computer on the projector do for
#   all and have pairs vote on each prediction.
# - Do not explain the code. A learner who changes a number and runs the cell again has understood enough.
# - Short of time: skip *The 1% rule*; objective 2 then becomes something to read afterwards. Never skip the
#   predictions.

# %%
from ipywidgets import FloatSlider, interact

from simulator import Scenario, simulate
from simulator.lens.participation import people_who_wrote
from simulator.lens.plots import lorenz, overview, roles, show, writers

# %% [markdown]
# ## Predict
#
# Ninety days pass. Of every 100 people who come to the forum in that time, how many write something, be it only
# one short answer? Write your guess on paper. Then put it in place of the 50.

# %%
my_guess = 50

# %% [markdown]
# ## Run
#
# The next cell founds the forum and lets it live for 90 days. `seed=7` picks the luck: who is bored on which
# evening, who sees which post. The same seed always gives the same ninety days.

# %% tags=["nbval-ignore-output"]
forum = Scenario.load("forum").replace(members=2000, days=90)
run = simulate(forum, seed=7, progress=True)

# %%
show(overview(run))

# %%
came = (run.members["visits"] > 0).sum()
wrote = 100 * people_who_wrote(run) / came
print(f"Your guess: {my_guess} of 100 write. In this community: {wrote:.0f} of 100.")

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Who guessed more than half?"* Most groups do, because the people they remember are the ones who write.
# - *"Point at the people we would miss most."* Wait for somebody to point at the silent ones: they are the
#   readers for whom everybody else writes, and often the customers.
#
# Likely misconception: *silent means lost.* The panel at the bottom left shows that they keep coming.

# %% [markdown]
# ## Explain
#
# Look at the right-hand side. Hatched bars count people; blue bars count what they wrote.
#
# - Which group has the longest hatched bar? These members are called **lurkers**. They read, and may press
#   "like".
# - Which group has a short hatched bar and a long blue one? A handful of people carry the conversation.
#
# Explain it to somebody, or aloud to yourself: what would a newcomer find here if that handful took a holiday?

# %% [markdown]
# ## Beside real communities
#
# Is so much inequality a fault of the simulation? Line up everybody who wrote, the quietest on the left, and add
# up what they wrote: this is a *Lorenz curve*. If all wrote alike, it would be the dotted line. The deeper it
# sags, the fewer people carry the community.
#
# Of the real communities we know one point each: how much the busiest tenth wrote.

# %%
show(lorenz(run))

# %% [markdown]
# The real ones are technical communities counted over a year, ours is a brand's forum counted over 90 days. So
# look for the same region, not for the same point. Silent members are not in this figure: an archive knows only
# those who wrote.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Where would the curve run if one person wrote everything?"* Along the bottom, then straight up.
# - *"Why are there no curves for the real communities?"* Only summary figures of them are kept in this kit.
#   Nobody's posts or names are.
#
# Likely misconception: *unequal means unhealthy.* Each of these real communities lived for years like this.

# %% [markdown]
# ## The 1% rule
#
# You will hear it on your first day: 90% of members only read, 9% write now and then, 1% write most of it. It
# was published as a rule of thumb
# ([Nielsen, 2006](https://www.nngroup.com/articles/participation-inequality/)), not as a measurement. How do
# measurements compare?

# %%
show(roles(run))

# %% [markdown]
# The answers differ because the questions do: some counted accounts, some visitors, some people who answered a
# survey, and for different lengths of time. **Most people are silent nearly everywhere; 90-9-1 is nowhere
# exact.** When somebody quotes a share to you, ask: a share of whom, counted for how long?

# %% [markdown]
# ## Predict again
#
# Now you decide something. Before their first post, members of a forum meet a hurdle: a form, a confirmation
# e-mail, three pages of rules. Here the hurdle is a number. At 0 it deters nobody; at 0.2, where our forum stands,
# two of ten first posts are given up because of it; at 1 nobody new ever writes.
#
# You raise it from 0.2 to 0.9. Write down for each: more, fewer, or about the same?
#
# - people who write
# - newcomers among them
# - posts and replies

# %% [markdown]
# ## Run again
#
# `look` lets the same people live the same ninety days with another hurdle. Luck stays the same, so whatever
# differs comes from your decision.


# %%
def look(hurdle):
    """Show who writes with this hurdle before the first post, beside the forum as it was."""
    other = simulate(forum.replace({"platform.entry_friction": hurdle}), seed=run.seed)
    show(writers({"before (0.2)": run, f"now ({hurdle:.1f})": other}))


# %%
look(hurdle=0.9)

# %% [markdown]
# Now move the slider. Where do you first see a difference, and in which of the three counts? (The third count
# holds the team's own posts, too; the first figure left them out.)

# %% tags=["nbval-ignore-output"]
slider = FloatSlider(
    0.5, min=0, max=1, step=0.1, description="hurdle", continuous_update=False, readout_format=".1f"
)
_ = interact(look, hurdle=slider)

# %% [markdown]
# ## Was it luck?
#
# One forum is one story. So let eight forums live, each with luck of its own (`seed` 1 to 8), and each twice:
# with the hurdle at 0.2 and at 0.5.

# %%
higher = forum.replace({"platform.entry_friction": 0.5})
fewer_people = fewer_posts = 0
for seed in range(1, 9):
    low, high = simulate(forum, seed=seed), simulate(higher, seed=seed)
    fewer_people += people_who_wrote(high) < people_who_wrote(low)
    fewer_posts += len(high.posts) < len(low.posts)
print(f"With the higher hurdle fewer people wrote in {fewer_people} of 8 forums,")
print(f"and there were fewer posts and replies in {fewer_posts} of 8.")

# %% [markdown]
# 8 of 8 is hard to put down to luck; 2 to 6 of 8 comes easily from tossing a coin. Read your two numbers that way.
#
# How much is written hangs on a few busy members, and so on luck; who gets to write at all hangs on the hurdle. So
# whoever watches only the number of posts may not notice who is missing.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which of the three counts is on your own dashboard at work?"* Usually the posts: the one in
#   which luck hides the loss best.
# - *"When would you want a hurdle all the same?"* Spam, minors, legal duties. Collect reasons, do not settle it.
#
# Likely misconceptions: *one run proves it* (that is why there are eight), and *the slider shows what my forum
# would do* (it shows a direction and how sure we are of it, not a forecast).
#
# If the slider does not move on a learner's computer, call `look(hurdle=0.4)` in a cell instead.

# %% [markdown]
# ## Modify
#
# Change one thing of your own and run the cell again:
#
# - `look(hurdle=0.0)`: what is the most that can be won by removing the hurdle?
# - `seed=7` to another number where the forum is founded: which of your findings stay, which change?

# %% [markdown]
# ## Key points
#
# 1. **Who writes.** Most members are silent and keep coming. Of those who write, a few write most. Read both
#    from one figure by asking twice: how many people, and how much of the writing?
# 2. **The 1% rule** is a useful warning and not a measurement. Shares depend on who is counted, and for how long.
# 3. **One decision, same luck.** Compare a community with itself, repeat it with other luck, and count. A higher
#    hurdle before the first post costs people every time; in the number of posts, luck can hide it.

# %% [markdown]
# ## What this does not show
#
# - That four in five members would never write is an *assumption* that we gave the simulator. What it works out
#   by itself is how unequally the others write.
# - The hurdle, too, works here by assumption: it deters everybody alike. On 136 real wikis that began to ask
#   for an account, harmful edits fell, and good ones too (Hill and Shaw, *Communication Research*, 2020). Here
#   a hurdle keeps no spam away, so its good side is missing.
# - No simulation knows your community. Use it to learn where to look.
#
# **Next:** the exercise [Who writes in your forum?](../exercises/00_who_writes.ipynb)
