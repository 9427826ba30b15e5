# %% [markdown]
# # The desk
#
# You are on duty. The community lives on while you decide: what stays up, who is answered and how, what the house
# does by rule. Everything you decide takes minutes of your team, and there are never enough of them. Some posts
# are rude; all were written for this kit.
#
# Choose **Run > Run All Cells** if you don't see the desk below. Then press **Until something happens**.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Start with one desk on the projector and let the room decide. Ask for the prediction first: *what will this
#   change, and for whom?* Then press the button.
# - The tab *Decisions* is where learning happens: go back to a decision, and see what it has changed over twenty
#   lucks. Expect "can't tell from luck" often. It is no failure of the desk; a single answer to a single post
#   changes little, and a rule for everybody much.
# - Nothing here needs the internet. Sessions are kept in `results/desk` beside this page, and the tab *Missions*
#   offers to go on with one after a crash.

# %%
import os

from simulator.desk import Desk, Session

# %% tags=["nbval-ignore-output"]
desk = Desk(mission=os.environ.get("COMMUNITY_MISSION"), seed=7)
desk

# %% [markdown]
# ## How to play
#
# 1. **Let time pass.** The desk stops by itself when something needs you.
# 2. **Read before you decide.** A flag says that somebody was annoyed. It does not say that a rule was broken.
# 3. **Decide.** Each button says how many minutes it takes. When nobody has minutes left, your decision waits
#    until somebody comes to work.
# 4. **Set a policy** when you notice that you decide the same thing again and again.
# 5. **Go back.** In *Decisions* you can return to any of them, or see what it has changed while all luck stays the
#    same.
# 6. **Look back** at the end, in *Debrief*.
#
# The arrow beside a figure says whether it rises or falls in a day, and the word whether that is good.
#
# ## The same in Python
#
# The desk presses no secret buttons. Whatever you click is a call like those below, and `desk.session` is the
# session you are playing.

# %%
session = Session("forum", "balanced", seed=7, autopilot=["engagement"])
for happening in session.advance(days=3)[-3:]:
    print(f"hour {happening.hour}: {happening.what}")

# %%
inbox = session.inbox()
print(f"{len(inbox)} posts wait. The first one waits for {inbox['waits_for'][0]}:")
print(inbox["text"][0])

# %%
session.set("netiquette.notice", "explained")
session.act("keep", int(inbox["post"][0]), later=True)
session.advance(days=4)
for decision in session.decisions:
    print(decision.number, decision)

# %% [markdown]
# What has the first decision changed? Two communities with the same past live the next five days with the same
# luck, one with your decision and one without it, and that ten times with ten different lucks.

# %%
found = session.what_if(1, days=5, replicates=10)
print(found.says)

# %% [markdown]
# If it says that nothing can be told from luck, believe it. One decision in one week is seldom a turning point,
# and a good manager knows which ones are.
