"""What follows what: counted on dialogues one can follow by hand, tested on made-up people whose truth is known."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.dialogue import Step, Turn, read_dialogues, steps
from ontology.edges import EffectStatus
from ontology.effects import edge_effects
from ontology.errors import BadInput, BadTable
from ontology.fit import held_out
from ontology.markov import Chain, counted, trait_effects
from ontology.mixture import SIDES, Mixture


def test_a_step_goes_to_the_speakers_next_turn_and_knows_the_partner_between() -> None:
    turns = [Turn("d", who, emotion) for who, emotion in (("a", "joy"), ("b", "fear"), ("a", "rage"), ("a", "joy"))]
    assert [(s.speaker, s.before, s.after, s.partner) for s in steps(turns)] == [
        ("a", "joy", "rage", "fear"),
        ("a", "rage", "joy", "none"),
    ]


def test_no_step_leads_from_one_dialogue_into_the_next() -> None:
    assert list(steps([Turn("d1", "a", "joy"), Turn("d2", "a", "fear")])) == []


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz"), st.sampled_from(["", "x", "y"])), min_size=1))
def test_chances_are_distributions(seen: list[tuple[str, str, str]]) -> None:
    chain = Chain(Counter((before, partner, after) for before, after, partner in seen), "xyz")
    for before in "xyz":
        assert sum(chain.own(before, after) for after in "xyz") == pytest.approx(1)
        assert sum(chain.copy(before, after) for after in "xyz") == pytest.approx(1)
        for partner in ("", "x", "z"):
            assert sum(chain.both(before, partner, after) for after in "xyz") == pytest.approx(1)


def corpus(*, difference: float, persons: int = 24, length: int = 40, seed: int = 5) -> list[Step]:
    """People who stay in their mood with chance .5, the neurotic among them with ``difference`` more."""
    rng = np.random.default_rng(seed)
    made = []
    for person in range(persons):
        neurotic = person % 2 == 0
        stay = 0.5 + (difference if neurotic else 0)
        for dialogue in range(3):
            mood = "calm"
            for _ in range(length):
                after = mood if rng.random() < stay else str(rng.choice(["calm", "fear", "joy"]))
                traits = (("neuroticism", "high" if neurotic else "low"),)
                made.append(Step(f"{person}-{dialogue}", f"p{person}", mood, after, "", traits))
                mood = after
    return made


def test_what_depends_on_the_last_mood_is_guessed_better_with_it() -> None:
    fit = held_out(corpus(difference=0.2))
    assert fit.own < fit.base
    assert fit.copy < fit.base
    assert (fit.steps, fit.dialogues, fit.persons) == (24 * 3 * 40, 72, 24)


def test_the_sides_are_weighed_by_what_they_are_worth() -> None:
    """Where people only ever stay in their mood, base rates get no weight and the loss goes to nothing."""
    made = [Step(f"d{n}", "a", mood, mood, "none", history=(mood,)) for n in range(60) for mood in ("joy", "fear")]
    weights = dict(zip(SIDES, Mixture(made, ("fear", "joy")).weights, strict=True))
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["stay"] > weights["own"] > weights["base"]
    assert weights["base"] < 0.01
    assert held_out(made).mixed < 0.1


def test_all_sides_together_guess_no_worse_than_the_best_of_them() -> None:
    fit = held_out(corpus(difference=0.2))
    assert fit.mixed < min(fit.base, fit.copy, fit.own, fit.both) + 0.01


def test_a_trait_that_makes_a_difference_is_supported_and_one_that_makes_none_is_null() -> None:
    (real,) = trait_effects(corpus(difference=0.35), permutations=300)
    (none,) = trait_effects(corpus(difference=0.0), permutations=300)
    assert (real.status, none.status) == (EffectStatus.SUPPORTED, EffectStatus.NULL)
    assert real.information > real.expected + 4 * real.sd


def test_a_walk_is_a_distribution_at_every_step_and_the_partner_counts_only_while_held() -> None:
    chain = Chain(counted(corpus(difference=0.2)), ("calm", "fear", "joy"))
    walk = chain.walk("calm", "", steps=4, hold=4)
    assert walk[0] == {"calm": 1, "fear": 0, "joy": 0}
    assert walk[1]["fear"] == pytest.approx(chain.own("calm", "fear"))
    assert all(sum(chances.values()) == pytest.approx(1) for chances in walk)
    asked = {("a", "b", "a"): 9, ("a", "c", "b"): 9}
    met = Chain(asked, ("a", "b", "c")).walk("a", "b", steps=2, hold=1)
    assert met[1]["a"] == pytest.approx(Chain(asked, ("a", "b", "c")).both("a", "b", "a"))
    assert met == Chain(asked, ("a", "b", "c")).walk("a", "b", steps=2, hold=1)


def test_each_transition_is_tested_by_itself_and_against_what_theory_expects() -> None:
    made = corpus(difference=0.35, persons=40)
    found = edge_effects(made, "neuroticism", lambda trait, before, after: 0.0, draws=300)
    stays = {(e.before, e.after): e for e in found}["calm", "calm"]
    assert stays.status is EffectStatus.SUPPORTED
    assert 0 < stays.low < stays.log_odds < stays.high
    assert stays.persons == 40
    against = edge_effects(made, "neuroticism", lambda trait, before, after: -1.0, draws=300)
    assert {(e.before, e.after): e for e in against}["calm", "calm"].status is EffectStatus.CONTRADICTED
    none = edge_effects(corpus(difference=0, persons=40), "neuroticism", lambda *_: 0.0, draws=300)
    assert {e.status for e in none} == {EffectStatus.NULL}


def test_a_trait_of_people_is_not_taken_for_proof_by_their_many_turns() -> None:
    """Eight people with habits of their own and a trait dealt out blindly: thousands of turns prove nothing."""
    rng = np.random.default_rng(3)
    found = 0
    for trial in range(20):
        levels = rng.permutation(["high"] * 4 + ["low"] * 4)
        made = []
        for person, level in enumerate(levels):
            habit = rng.dirichlet([1, 1, 1])
            for turn in range(300):
                after = str(rng.choice(["calm", "fear", "joy"], p=habit))
                made.append(
                    Step(f"{trial}-{person}-{turn % 5}", f"p{person}", "calm", after, "", (("openness", level),))
                )
        found += trait_effects(made, permutations=200)[0].p < 0.05
    assert found <= 4


def test_what_only_groups_explain_is_no_effect_of_a_trait() -> None:
    """Two shows, one gloomy and full of neurotics: within each the trait says nothing."""
    rng = np.random.default_rng(4)
    made = []
    for person in range(24):
        show = "gloomy" if person % 2 else "merry"
        level = "high" if (person % 4 == 1) or rng.random() < (0.6 if show == "gloomy" else 0.1) else "low"
        for turn in range(200):
            after = str(rng.choice(["fear", "joy"], p=[0.8, 0.2] if show == "gloomy" else [0.2, 0.8]))
            made.append(Step(f"{person}-{turn % 5}", f"p{person}", "joy", after, "", (("neuroticism", level),), show))
    (within,) = trait_effects(made, permutations=300)
    (across,) = trait_effects([replace(s, group="") for s in made], permutations=300)
    assert (within.status, across.status) == (EffectStatus.NULL, EffectStatus.SUPPORTED)


def test_the_same_seed_gives_the_same_answer() -> None:
    made = corpus(difference=0.1)
    assert trait_effects(made, permutations=100) == trait_effects(made, permutations=100)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dialogue\tspeaker\nd\ta\n", "talk.tsv:1: column emotion is missing"),
        ("dialogue\tspeaker\temotion\nd\ta\n", "talk.tsv:2: 2 cells, expected 3"),
        ("dialogue\tspeaker\temotion\nd\t\tjoy\n", "talk.tsv:2: speaker is empty"),
        (
            "dialogue\tspeaker\temotion\topenness\nd\ta\tjoy\t0.7\n",
            "talk.tsv:2: openness '0.7' is not one of high, low",
        ),
    ],
)
def test_a_corpus_with_a_fault_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "talk.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        read_dialogues(tmp_path / "talk.tsv")


def test_too_little_to_hold_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="0 dialogues with a step are too few to leave some out; 10 are needed"):
        held_out([])
    with pytest.raises(BadInput, match="no file"):
        read_dialogues(tmp_path / "talk.tsv")
    with pytest.raises(BadInput, match="permutations 5 is outside"):
        trait_effects([], permutations=5)


def test_the_command_reports_and_writes_edges(tmp_path: Path) -> None:
    lines = ["dialogue\tspeaker\temotion\tneuroticism"]
    for s in corpus(difference=0.3):
        lines.append(f"{s.dialogue}\t{s.speaker}\t{s.after}\t{dict(s.traits)['neuroticism']}")
    (tmp_path / "talk.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "api", "transitions", "fit", str(tmp_path / "talk.tsv")]
    done = subprocess.run(
        [*command, "--permutations", "200", "-o", str(tmp_path / "edges.tsv")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "neuroticism, 24 persons" in done.stdout
    assert "supported" in done.stdout
    edges = (tmp_path / "edges.tsv").read_text(encoding="utf-8").splitlines()
    assert edges[0] == "from\tto\tturns\tpersons\tchance\tbase_rate\tstep"
    assert len(edges) == 10
    wrong = subprocess.run([*command, "--set", "ekman"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 2
    assert "talk.tsv:2: no label" in wrong.stderr
