# %% [markdown]
# # Exercise: abuse or criticism?
#
# Twenty posts wait in your queue. Ten break the rules: they insult somebody, threaten, advertise, or offer stolen
# goods. Ten are cold and unwelcome, and break no rule. Remove the first, answer the second. Some of the words are
# rude; they are invented, and mild beside what moderators read.
#
# You practise what [House rules](../notebooks/03_house_rules.ipynb) was about. A check says `Passed`, or what to
# look at next.

# %%
import pandas as pd

from exercises.checks.judge_posts import check_counts, check_judgements, posts_to_judge, solution

# %% [markdown]
# ## Your posts
#
# Write your name; you get posts of your own, mixed as your neighbour's are.

# %%
my_name = "Ada"
posts = posts_to_judge(my_name)
with pd.option_context("display.max_colwidth", None):
    print(posts["text"].to_string())

# %% [markdown]
# ## 1. Judge
#
# Write one letter a post into the text below: **a** for abuse, **c** for criticism, in the order of the numbers,
# as in `"acca..."`. Blanks do not matter. Decide quickly; in a real queue you have a few seconds each.
#
# A test that helps: does the post attack a *person*, or a *thing* and what was done?

# %%
# BEGIN SOLUTION
letters = "".join("a" if each == "abuse" else "c" for each in solution(my_name))
# STUB: letters = ""
# END SOLUTION
judged = [{"a": "abuse", "c": "criticism"}.get(letter, letter) for letter in letters.lower() if letter.strip()]
print(check_judgements(my_name, judged))

# %% [markdown]
# **What the figures mean.** A *hit* is an abusive post that you named. A *false alarm* is criticism that you would
# have removed. From both follow two figures that every watcher has, be it a radiologist or a spam filter:
#
# - **d'** (say "d prime") is how well you tell the two apart: 0 is guessing, above 2 is good.
# - **c** is which way you lean in doubt: below 0 you remove too readily, above 0 you let too much pass.
#
# Two teams with the same d' can run very different communities.

# %% [markdown]
# ## 2. Count your own mistakes
#
# Only when the check above has said `Passed`: write `True` in place of `False`, and count: hits (abuse, and you
# called it so), false alarms (criticism that you called abuse), and misses (abuse that you let pass).

# %%
# BEGIN SOLUTION
show_solution = True
# STUB: show_solution = False
# END SOLUTION
if show_solution:
    print(pd.DataFrame({"yours": judged, "solution": solution(my_name)}, index=posts.index).to_string())

# %%
# BEGIN SOLUTION
hits, false_alarms, misses = 10, 0, 0
# STUB: hits = ...
# STUB: false_alarms = ...
# STUB: misses = ...
# END SOLUTION
print(check_counts(my_name, judged, hits, false_alarms, misses))

# %% [markdown]
# ## 3. Answer one
#
# Choose the criticism that annoyed you most, and write an answer of two sentences to it, aloud or on paper. An
# apology, an explanation, or two emoji: which does it need?

# %% [markdown] tags=["facilitator"]
# **For the facilitator**
#
# - Compare d' and c over the group, without names. People with the same d' differ in c: who would rather remove
#   too much, and why? Professional roles show here.
# - Advertising in a friendly tone is missed most. It is abuse by the rules, without a rude word.
# - A good answer to criticism names what went wrong, in the writer's words, and says what happens next.
# - If somebody finds the words hard to read, let them count only. Nobody has to do this exercise.
