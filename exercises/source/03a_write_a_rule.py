# %% [markdown]
# # Exercise: write a rule
#
# First you read what an automatic filter does. Then you write a rule of your own that does better, in about ten
# lines. Wherever you see `...`, replace it and press **Shift + Enter**. A check says `Passed`, or what to look at
# next.
#
# You practise what [House rules](../notebooks/03_house_rules.ipynb) was about. If you have never written a
# program: the second part asks you to change one line, and says which.

# %%
from exercises.checks.write_a_rule import check_reading, check_rule, my_forum, try_rule
from simulator.lens.course_plots_a import filter_trade
from simulator.lens.plots import show
from simulator.playbook.custom import HouseRule

# %% [markdown]
# ## Your forum
#
# Write your name between the quotation marks; your neighbour's forum then lives differently from yours.

# %%
my_name = "Ada"
run = my_forum(my_name)
show(filter_trade(run, threshold=2.0))

# %% [markdown]
# ## 1. Read the figure
#
# In percent, at a threshold of 2:
#
# - `right`: of all posts that the filter flags, how many really break a rule?
# - `found`: of all posts that break a rule, how many does it flag?

# %%
# BEGIN SOLUTION
flagged = run.posts[(run.posts["score"] > 2) & (run.posts["author"] >= 0)]
broken = run.posts[run.posts["breaks_rules"] & (run.posts["author"] >= 0)]
right = 100 * flagged["breaks_rules"].mean()
found = 100 * (broken["score"] > 2).mean()
# STUB: right = ...
# STUB: found = ...
# END SOLUTION
print(check_reading(run, right, found))

# %% [markdown]
# ## 2. Write a rule
#
# The filter knows one thing: its score. You can see more of a post:
#
# - `post.score`: the filter's score; above 2 it is suspicious,
# - `post.warmth`: its tone, from -1 (hostile) to 1 (warm),
# - `post.flags`: how many readers have flagged it,
# - `post.kind`: `"talk"`, `"question"`, `"complaint"`, `"wish"`, `"praise"`,
# - `post.author_posts` and `post.author_strikes`: what its author has written, and done before.
#
# Whether it breaks a rule is not among them; no team can see that. Change the line that begins with `return`:
# combine two or three signs with `and` and `or`. For the form only: `post.flags > 1 and post.kind == "question"`
# takes down questions that at least two readers have flagged.
#
# Your rule should be **right more often** than the filter alone, **find as much**, and leave **criticism** alone.


# %%
class MyRule(HouseRule):
    """Take down what two signs agree on."""

    name = "two signs"
    answer = "remove"
    notice = "explained"

    def applies(self, post):
        """Tell whether this post breaks the rule."""
        # BEGIN SOLUTION
        cold_and_suspicious = post.warmth < -0.3 and post.score > 1 and post.kind != "complaint"
        return cold_and_suspicious or post.score > 3
        # STUB: return post.score > 2
        # END SOLUTION


# %% [markdown]
# Try it in your own forum as often as you like. `rightly` and `wrongly` count what it took down; `missed` what it
# left standing; `criticism` is the share of decent complaints that it took down, `all_share` the share of all
# posts.

# %%
print(try_rule(MyRule, run).round(2).to_string())

# %% [markdown]
# The check lets it work in a forum, a game and a marketplace that you have not seen, twice each.

# %%
print(check_rule(MyRule))

# %% [markdown]
# ## 3. Tell your team
#
# In two sentences, for the team that has to work with it: what does your rule take down, and which mistake does it
# still make? Would you let it remove posts, or only put them in front of a person?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: a good answer** names one group that the rule still hits by mistake (decent posts that are
# cold and score high), and would rather let a person look at those. Ask whoever wrote a rule about authors (few
# posts, an earlier strike) what it does to newcomers.
