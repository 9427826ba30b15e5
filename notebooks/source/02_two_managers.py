# %% [markdown]
# # Community manager or social media manager?
#
# Two people sit at neighbouring desks and both write posts for the same brand. One is asked every Monday how many
# people saw them. The other is asked whether members help each other. On this page each gets the same community,
# and you see what one post does for either goal, and what two months of either plan do.
#
# **When you have finished, you can**
#
# 1. name the two goals that one post can have, and the figure that shows each,
# 2. compare a broadcast plan and a facilitator's plan under the same luck, and say what each wins,
# 3. tell a count of reactions from the quality of a conversation.
#
# Click on a grey cell and press **Shift + Enter**, one after the other.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: before you begin**
#
# - Ask who in the room is called what. Job titles say little: many "community managers" run a content calendar,
#   and some social media managers look after people. The page is about two *goals*, and nobody's job is the better
#   one.
# - Short of time: skip *Who is speaking?* and the slider. Never skip the prediction about one post.

# %%
import pandas as pd
from ipywidgets import IntSlider, interact

from simulator import Community, Playbook, Scenario, compare, simulate
from simulator.lens.plots import show
from simulator.lens.six_tasks import by_task, task_shares
from simulator.lens.team_posts import TEAM, team_posts, two_goals
from simulator.playbook import verbs

# %% [markdown]
# ## Predict: one post
#
# The brand has something to say about a new product. It can be written in two ways:
#
# - an **announcement**: "The new model is here. These are its features."
# - a **starter**: "The new model is here. What would you use it for, and what should we have done differently?"
#
# Both are equally well made and appear at the same moment. For each of these, write down which of the two gets
# more: readings, likes, answers to the team, answers that members give **to each other**.

# %% [markdown]
# ## Run
#
# A forum lives for twenty days. Then it is *forked*: one copy gets the announcement, the other the starter. Both
# copies share their past and all later luck, so whatever differs comes from the post. Ten forums do this, to see
# more than one story.

# %%
forum = Scenario.load("forum").replace({"members": 1200, "days": 40, "population.visits_per_day": 0.2})


def one_post(kind, seed):
    """Return what came of one post within a week, as a table with one row."""
    community = Community(forum, None, seed=seed).run_for(days=20).fork()
    verbs.publish(community, None, kind=kind, appeal=2)
    return team_posts(community.run_for(days=7).to_run())


# %%
kinds = ("announcement", "starter")
came_of_it = {kind: pd.concat([one_post(kind, seed) for seed in range(1, 11)]) for kind in kinds}
show(two_goals(came_of_it))

# %%
first, second = (came_of_it[kind].reset_index() for kind in kinds)
print(f"The announcement was read more in {(first['readings'] > second['readings']).sum()} of 10 forums.")
more = (second["answers_among_members"] > first["answers_among_members"]).sum()
print(f"After the starter members answered each other more in {more} of 10.")

# %% [markdown]
# ## Explain
#
# One post, two goals:
#
# - **Reach.** The announcement is read and liked far more. It is for everybody, and asks nothing of them. Readings
#   and likes show this goal.
# - **Talk.** The starter is read by fewer, but some answer, and then answer *each other*. Answers among members
#   show this goal, and no count of likes does.
#
# "Answers to the team" is in between: somebody speaks, but to you. A hundred such answers are a hundred letters to
# answer, and no community yet. Which of the four numbers does your own monthly report contain?

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"Which post was the better one?"* Do not accept an answer without a goal in it.
# - *"What would you have to see to change your mind?"* Somebody should say: what happens later to those who took
#   part.
#
# Likely misconceptions: *engagement is one thing* (a like, an answer to the brand and an answer to a neighbour are
# three), and *a starter is an announcement with a question mark* (ask for a post from work that got real answers).

# %% [markdown]
# ## Predict: two months
#
# Now two whole plans, each with two people on the team:
#
# - `broadcast`: two announcements a day, paid reach, answers in the brand's voice to complaints only
# - `facilitator`: three starters a week, newcomers greeted and their first posts answered, lively threads of
#   members put in front, thanks for those who write, wishes checked and passed on
#
# For each line write *B*, *F* or *same*: people who join; likes; newcomers who write within a week; the share of
# answers that go from member to member; members' sense of belonging; what it costs.

# %% [markdown]
# ## Run again
#
# `compare` lets the same forum live under both plans, eight times, with the same luck for both each time. The line
# through each mark is a 95% interval: in 95 of 100 such trials it holds the true difference. In the table below
# the figure, `baseline_mean` belongs to the broadcast plan and `mean` to the facilitator's; `ci_low` and `ci_high`
# are the two ends of the interval.

# %%
quarter = Scenario.load("forum").replace({"members": 800, "days": 60, "population.visits_per_day": 0.2})
counts = {
    "likes": lambda run: float(run.hourly["likes"].sum()),
    "joined": lambda run: float((run.members["joined_hour"] >= 0).sum()),
    "wishes checked": lambda run: float((run.actions["verb"] == "check_wish").sum()),
}
result = compare(quarter, ["broadcast", "facilitator"], replicates=8, seed=7, measures=counts)

# %%
shown = ["joined", "likes", "impressions", "activation_rate", "member_to_member_ratio", "belonging"]
show(result.plot(metrics=shown))

# %%
rows = [*shown, "retention_d30", "trust", "wishes checked", "team_minutes", "money_spent"]
effects = result.effects("broadcast", rows).set_index("metric")
print(effects[["baseline_mean", "mean", "ci_low", "ci_high"]].round(3).to_string())

# %% [markdown]
# ## Explain again
#
# Read the full discs first: their intervals leave 0 out, so luck is no good explanation.
#
# - **The broadcast plan wins people and reactions.** More join, because reach was paid for. More is read and
#   liked.
# - **The facilitator's plan wins taking part.** Of the newcomers a larger share writes within a week, more answers
#   go from member to member, and belonging is higher.
# - **Trust is the same** within luck, and whether newcomers still come after thirty days can't be told from eight
#   forums. Nobody should sell either plan with them.
# - **They do not cost the same.** The broadcast plan takes about three times the minutes and six times the money.
#
# A **count** says how often something happened. **Quality** says to whom it happened, and what followed. The first
# is easy to raise by publishing more; the second is not.

# %% [markdown]
# **Beside the evidence.** No study in this kit's collection sets two such managers against each other. Parts of it
# were studied:
#
# - Newcomers who were answered wrote again more often, 56% against 44% (Joyce and Kraut, 2006; observed, not by
#   lot).
# - How much should the team itself say? In ten forums of firms the mood in threads about help rose with the firm's
#   part of the posts, and fell where it said very much (Homburg, Ehm and Artz, 2015). Saying nothing is no ideal
#   either.
# - Of a brand's fans few react at all: 1.3% on two hundred pages watched for six weeks (Nelson-Field, 2012). Reach
#   is a large number in front of a small one.

# %% [markdown] tags=["facilitator"]
# **For the facilitator: ask**
#
# - *"You have 1,300 minutes. What would the broadcaster's plan look like at that price?"* *Modify* tries one post
#   a day.
# - *"Whose newcomers are these?"* People who came through paid reach came for another reason than those who found
#   the forum. Some groups discover here that the share of newcomers who write also depends on who comes.
#
# Likely misconception: *more members, better community.* Put the share of member-to-member answers beside it.

# %% [markdown]
# ## What did the minutes go to?
#
# The German professional association for community management (BVCM) names six tasks: dialogue and interaction;
# building; engagement; support; monitoring and reporting; and leadership of the community's opinion leaders. The
# audit log, a list of everything the team did, knows what every minute was for.

# %%
teams = {plan: simulate(quarter, plan, seed=7) for plan in ("broadcast", "facilitator")}
show(task_shares(teams))

# %%
print(
    pd.concat({plan: by_task(run)[["acts", "minutes"]] for plan, run in teams.items()}, axis=1)
    .round(0)
    .to_string()
)

# %% [markdown]
# Announcing and advertising are none of the six. Which task does *neither* plan do? Module 6 is about it. And look
# at support: whoever answers complaints and checks wishes stands **between** members and brand, and carries words
# both ways. A plan that only announces is a bridge for one direction.

# %% [markdown]
# ## Who is speaking?
#
# A community manager speaks as a person with a name; a social media manager may speak *as* the brand. What is it
# worth? The same plan, twice: answers signed by a person, and answers signed by the brand, in a forum whose
# product has more faults, so that there is something to answer. `worth` is how much an answer does for whoever
# reads it, from -1 to 1.

# %%
faulty = quarter.replace({"behaviour.mishap_chance": 0.01})
plan = Playbook.load("facilitator")
voices = {f"as {who}": plan.replace({"care.voice": who}) for who in ("brand", "person")}


def worth(run):
    """Return the mean worth of the team's answers."""
    return float(run.posts.loc[(run.posts["author"] == TEAM) & (run.posts["parent"] >= 0), "answer_worth"].mean())


heard = compare(faulty, voices, replicates=8, seed=7, measures={"worth": worth})
columns = ["metric", "baseline_mean", "mean", "ci_low", "ci_high"]
print(heard.effects(metrics=["worth", "trust", "belonging"])[columns].round(4).to_string(index=False))

# %% [markdown]
# Each answer is worth more when a person gives it. In the trust of a whole forum after two months that can hardly
# be seen, because most members never read such an answer. Barcelos, Dantas and Sénécal (2018) found the same sign
# where little is at stake, no gain amid many angry comments, and a loss where much is at stake. Speaking as a
# human is right, and no cure.

# %% [markdown]
# ## Modify
#
# A team publishes seven posts a week, one a day; every post takes the same minutes. How many of the seven shall be
# starters? `week` shows what came of them.


# %%
def week(starters):
    """Show what came of seven posts a week of which so many are starters, beside seven announcements."""
    tables = {}
    for count in (0, starters):
        slots = [
            {"day": day, "hour": 8, "appeal": 2, "kind": "starter" if number < count else "announcement"}
            for number, day in enumerate(("mon", "thu", "sat", "tue", "fri", "wed", "sun"))
        ]
        lived = simulate(quarter, Playbook.load("broadcast").replace({"engagement.calendar": slots}), seed=7)
        tables[f"{count} of 7 starters"] = team_posts(lived)
    show(two_goals(tables))


week(starters=3)

# %% tags=["nbval-ignore-output"]
slider = IntSlider(5, min=1, max=7, description="starters", continuous_update=False)
_ = interact(week, starters=slider)

# %% [markdown]
# - Where does reach begin to suffer more than you would accept, and how would you defend your number to both
#   desks?
# - Change `seed=7` in `week`. Does your number still look right?

# %% [markdown]
# ## Key points
#
# 1. **Two goals, two figures.** Reach is shown by readings and likes; talk is shown by answers among members. A
#    post that is good at one may be poor at the other.
# 2. **What each plan wins.** Under the same luck the broadcast plan won members and likes, and the facilitator's
#    plan won newcomers who write, answers among members and belonging, at a fraction of the cost. Trust was the
#    same.
# 3. **Counts are not quality.** Ask of every number: who did it, to whom, and what followed? More of it can be
#    bought, or it can be earned.

# %% [markdown]
# ## What this does not show
#
# - That people talk to the brand under an announcement and to each other under a starter, and that the one draws
#   more likes and the other more answers, are *settings* of the simulator. The size of what follows from them is
#   worked out; the settings are our judgement.
# - Whoever comes by an ad is less than half as curious here as others, and more rarely a customer. That is our
#   setting; how it is with your ads, nobody knows but you.
# - Two months say little about customers who stay or go. Module 10 asks that question.
# - A good social media manager does more than `broadcast` does. It is a clear example, not a portrait.
#
# **Next:** the exercise [One post, two goals](../exercises/02a_one_post_two_goals.ipynb)
