# %% [markdown]
# # Exercise: publish safely
#
# Your colleagues ask whether newcomers write less than they used to. You have a table that says so, and it is
# about people. You make it safe, and keep it useful. Wherever you see `...`, replace it; then press **Shift +
# Enter**. A check says `Passed`, or what to look at next.
#
# You practise what [Listening and measuring](../notebooks/08_listening_and_measuring.ipynb) was about.

# %%
from exercises.checks.publish_safely import check_found, check_known, check_release, my_table, release
from simulator.lens.privacy import reidentified

# %% [markdown]
# ## Your table
#
# Put your name in place of Kim. Each row is somebody who joined a game's community within eight weeks: their
# member number, the day they joined, the time zone in which they live (UTC offset), how many posts and replies
# they wrote, how many they read, and how far they trust you.

# %%
my_name = "Kim"
table = my_table(my_name)
print(table.head(6).to_string(index=False))

# %% [markdown]
# ## 1. What can others know?
#
# Which of the six columns could somebody outside find out about a person, by looking at a profile and at what is
# on show? (The member number is a name in digits: it never goes out.)

# %%
# BEGIN SOLUTION
known = ["joined_day", "clock", "written"]
# STUB: known = [...]
# END SOLUTION
print(check_known(known))

# %% [markdown]
# ## 2. Who would be found?
#
# Somebody knows these columns of everybody. How many rows of your table belong to exactly one person and nobody
# else? `reidentified(table, table, on=known)` counts them: it plays an attacker who knows these columns and links
# them to your rows.

# %%
# BEGIN SOLUTION
people = reidentified(table, table, on=known)
# STUB: people = ...
# END SOLUTION
print(check_found(table, people))

# %% [markdown]
# ## 3. Make it safe, and keep it useful
#
# Give each column that others can know a rule:
#
# - a number is the width of bands: `"joined_day": 3` makes days 0 to 2, 3 to 5, ...
# - a list says where bands begin: `"clock": [-12, 2, 14]` makes two bands (and a last, empty one).
#
# Say what the table is for, and for how many days it may be kept. The check publishes your table and two that you
# have not seen, and looks whether the question can still be answered: **does the share of newcomers who write
# change over the weeks?** Rows of people who look like fewer than four others are left out - and those are seldom
# the silent ones.

# %%
# BEGIN SOLUTION
coarsen = {"joined_day": 14, "clock": [-12, -2], "written": [0, 1]}
purpose = "show the team whether newcomers write less than before"
keep_days = 180
# STUB: coarsen = {"joined_day": 3, "clock": [-12, 2, 14], "written": [0, 1, 2, 4]}
# STUB: purpose = ...
# STUB: keep_days = ...
# END SOLUTION
print(check_release(my_name, coarsen, purpose, keep_days))

# %% [markdown]
# Look at what went out, and what it cost:

# %%
out = release(table, coarsen, "show what these bands would cost", 180)
print(out.says())
print(out.table.head(6).to_string(index=False))

# %% [markdown]
# ## 4. Tell somebody
#
# A colleague wants "the raw table, only for internal use". Answer in two sentences.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** asks for the question behind the wish, and offers the table that answers
# it. "Internal" is no purpose. Groups of five are a floor, no proof: in the last cell's sentence look for groups
# in which everybody trusts you equally far.
