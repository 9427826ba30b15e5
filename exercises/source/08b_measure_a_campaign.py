# %% [markdown]
# # Exercise: measure a campaign
#
# Three campaigns, three ways of measuring, and each way is right for some and wrong for others. You read one
# campaign, choose a way for three, and write down your rule, which is then tried on campaigns that you have not
# seen. Wherever you see `...`, replace it; then press **Shift + Enter**. A check says `Passed`, or what to look at
# next.
#
# You practise what [Listening and measuring](../notebooks/08_listening_and_measuring.ipynb) was about.

# %%
from exercises.checks.measure_a_campaign import PLANS, check_choices, check_claim, check_rule, my_ways

# %% [markdown]
# ## 1. What did it bring?
#
# Campaign A thanks people who have not come for two weeks. Half of them are left out by lot. The table shows two
# measures of the share that came within the next week, each with its 95% interval. Put your name in place of Kim.

# %%
my_name = "Kim"
ways = my_ways(my_name)
print(ways.round(3).to_string())

# %% [markdown]
# - `unconfirmed_points`: how many percentage points does before/after claim beyond the holdout's estimate?
# - `verdict`: what may you say in your report - `"it brought something"`, `"not proven"` or `"it did harm"`?

# %%
# BEGIN SOLUTION
unconfirmed_points = round(100 * (ways.loc["before/after", "estimate"] - ways.loc["holdout", "estimate"]), 1)
verdict = "not proven"
# STUB: unconfirmed_points = ...
# STUB: verdict = ...
# END SOLUTION
print(check_claim(ways, unconfirmed_points, verdict))

# %% [markdown]
# ## 2. Choose the way
#
# - **A** as above.
# - **B** thanks every second member of the list on a Friday evening; what counts is how often they come in the two
#   days after. The others on the list were never meant.
# - **C** thanks *all* who have not come for two weeks. Nobody is left out.
#
# Give each `"before/after"`, `"holdout"`, `"difference in differences"` or `"none"`, if none of the three can be
# trusted.

# %%
for name, plan in PLANS.items():
    print(name, plan)

# %%
# BEGIN SOLUTION
chosen = {"A": "holdout", "B": "difference in differences", "C": "none"}
# STUB: chosen = {"A": ..., "B": ..., "C": ...}
# END SOLUTION
print(check_choices(chosen))

# %% [markdown]
# The check lets each campaign run in four forums, with and without it, and looks how far your way is from the
# truth. That takes some seconds.
#
# ## 3. Write the rule
#
# Put your choice into a function. It gets a plan with the four facts that you saw above (`plan.held_out`,
# `plan.never_meant`, `plan.chosen_for`, `plan.weekend`) and returns the way. It is tried on the three campaigns
# and on three more.


# %%
def choose(plan):
    """Return how to measure a campaign."""
    # BEGIN SOLUTION
    if plan.held_out:
        return "holdout"
    if plan.chosen_for != "nothing":
        return "none"
    if plan.never_meant:
        return "difference in differences"
    return "none" if plan.weekend else "before/after"
    # STUB: return ...
    # END SOLUTION


print(check_rule(choose))

# %% [markdown]
# ## 4. Tell somebody
#
# Your boss wants *everybody* to get the next campaign, "so that nobody feels left out". Answer in two sentences.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** offers a small holdout, or a later turn for those left out, and says what
# will not be known otherwise. Ask who has ever seen a campaign measured against people left out by lot.
