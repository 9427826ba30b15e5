# %% [markdown]
# # Exercise: find the leaders
#
# You have two hours a week for a special bond, enough for five people. First you find them in a chat of your own;
# then you write down, as a rule of a few lines, how to find them anywhere. Wherever you see `...`, replace it;
# then press **Shift + Enter**.
#
# You practise what [Opinion leaders](../notebooks/06_opinion_leaders.ipynb) was about.

# %%
from exercises.checks.opinion_leaders import check_leaders, check_rule, my_chat, my_seed
from simulator.lab.without import present

# %% [markdown]
# ## Your chat
#
# Put your name in place of Kim. Your neighbour's chat has other people.

# %%
my_name = "Kim"
run = my_chat(my_seed(my_name))
members = present(run.members)
print(f"{len(members):,} members are present.")

# %% [markdown]
# ## 1. Five people
#
# Each row of `members` is one person; the number on the left is the member. Sort by a column, largest first, and
# read. Some columns you may want: `posts`, `replies`, `visits`, `likes_given`, `following` (whom they follow),
# `audience` (who follows them), `trust`. Change the column in this cell until you know whom you want.

# %%
column = "replies"
print(members.sort_values(column, ascending=False)[["posts", "replies", "visits", "audience", "trust"]].head(8))

# %% [markdown]
# Write five numbers from the left edge.

# %%
# BEGIN SOLUTION
my_leaders = list(members.sort_values("audience", ascending=False).index[:5])
# STUB: my_leaders = ...
# END SOLUTION
print(check_leaders(run, my_leaders))

# %% [markdown]
# ## 2. A rule
#
# Complete the function: it gets the table of those who are present and returns the numbers of ten leaders. One
# line is enough; the one that stands there takes the first ten of the table.
#
# The check tries it in eight chats and three games that you have not seen. It looks at whom your ten reach, and
# lets the chats live on with and without them. Predict: will the busiest do?


# %%
def find_leaders(members):
    """Return the numbers of ten leaders."""
    # BEGIN SOLUTION
    return members.sort_values("audience", ascending=False).index[:10]
    # STUB: return members.index[:10]
    # END SOLUTION


print(check_rule(find_leaders))

# %% [markdown]
# ## 3. Tell somebody
#
# Your own software shows no followers. In two sentences: which trace of being listened to could you count instead,
# and whom would it miss?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names answers received, quotations, mentions or threads that others take
# up, and says that people who lead opinion elsewhere, or in private messages, would be missed.
