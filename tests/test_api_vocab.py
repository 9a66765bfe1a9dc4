"""The workshop as people meet it: at the command line, key by key at the terminal, and over GraphQL."""

import io
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from api.vocab_review import Session, review
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech, Role, load_lexicon, shipped_folder
from vocab.workshop.decisions import Proposed, Verdict, read_decisions, write_candidates, write_decisions

HERE = Path(__file__).parent
TOKEN = "a-long-word-that-nobody-guesses"  # noqa: S105  # made up here

GLEEFUL = Proposed("gleefulish", PartOfSpeech.ADJECTIVE, "", ("made-up",), "glee", 0.95, (("glee", 0.7), ("joy", 0.1)))
TABLE = Proposed("tablewise", PartOfSpeech.ADVERB, "", ("made-up",), "joy", 0.5, (("joy", 0.2),))
WRATHY = Proposed("wrathyish", PartOfSpeech.ADJECTIVE, "", ("made-up",), "joy", 0.6, (("wrath", 0.4),))


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


@pytest.fixture
def candidates(tmp_path: Path) -> Path:
    write_candidates([WRATHY, TABLE, GLEEFUL], tmp_path / "candidates.tsv")
    return tmp_path / "candidates.tsv"


def tone(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "api", "vocab", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# -- key by key ------------------------------------------------------------------------------------

Reviewed = Callable[..., list[tuple[str, Verdict, str, Role]]]


@pytest.fixture
def reviewed(world: Ontology, lexicon: Lexicon, tmp_path: Path) -> Reviewed:
    """Runs a session with these keys and prompts; gives what is decided afterwards."""

    def run(keys: str, *answers: str) -> list[tuple[str, Verdict, str, Role]]:
        trail = tmp_path / "trail.tsv"
        session = Session(world, lexicon, "ann", "2026-11-23", trail, examples=["a gleefulish laugh"])
        pressed, said = iter(keys), iter(answers)
        out = Console(file=io.StringIO(), width=120)
        review(session, [WRATHY, TABLE, GLEEFUL], out, lambda: next(pressed), lambda prompt: next(said))
        found = read_decisions(world, trail) if trail.exists() else ()
        return [(d.proposed.text, d.verdict, d.home, d.role) for d in found]

    return run


def test_each_key_is_a_verdict(reviewed: Reviewed) -> None:
    assert reviewed("mra", "wrath") == [
        ("wrathyish", Verdict.MOVE, "wrath", Role.NAMES),
        ("tablewise", Verdict.REJECT, "", Role.NAMES),
        ("gleefulish", Verdict.ACCEPT, "glee", Role.NAMES),
    ]


def test_undo_takes_back_the_last_verdict(reviewed: Reviewed) -> None:
    assert reviewed("aurq") == [("wrathyish", Verdict.REJECT, "", Role.NAMES)]


def test_two_readers_at_one_trail_lose_nothing(world: Ontology, lexicon: Lexicon, tmp_path: Path) -> None:
    ann, bob = (Session(world, lexicon, who, "2026-11-23", tmp_path / "trail.tsv") for who in ("ann", "bob"))
    ann.decide(GLEEFUL, Verdict.ACCEPT)
    bob.decide(TABLE, Verdict.REJECT)
    ann.decide(WRATHY, Verdict.REJECT)
    ann.undo()
    kept = [(d.reviewer, d.proposed.text) for d in read_decisions(world, tmp_path / "trail.tsv")]
    assert kept == [("ann", "gleefulish"), ("bob", "tablewise")]


def test_a_move_to_no_emotion_changes_nothing_and_asks_again(reviewed: Reviewed) -> None:
    assert reviewed("mmq", "wrooth", "wrath") == [("wrathyish", Verdict.MOVE, "wrath", Role.NAMES)]


def test_the_role_can_be_changed(reviewed: Reviewed) -> None:
    assert reviewed("rooaq")[-1] == ("tablewise", Verdict.ACCEPT, "joy", Role.EVOKES)


def test_what_was_decided_is_not_asked_again_and_what_was_deferred_is(reviewed: Reviewed) -> None:
    reviewed("rdq")
    assert [text for text, *_ in reviewed("aaq")] == ["wrathyish", "tablewise", "tablewise", "gleefulish"]


def test_a_card_shows_evidence_neighbours_and_examples(world: Ontology, lexicon: Lexicon, tmp_path: Path) -> None:
    session = Session(world, lexicon, "ann", "2026-11-23", tmp_path / "t.tsv", examples=["a gleefulish laugh"])
    out = io.StringIO()
    Console(file=out, width=120).print(session.card(GLEEFUL))
    for part in ("gleefulish", "95% likely", "glee 0.70", "neighbours", "a gleefulish laugh", "made-up"):
        assert part in out.getvalue()


def _read_until(terminal: int, wanted: bytes) -> None:
    seen = b""
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"waited for {wanted!r} and saw {seen!r}"
        seen += os.read(terminal, 4096)


def test_a_real_terminal_works(candidates: Path, world: Ontology, tmp_path: Path) -> None:
    """The command on a pseudo-terminal, keys typed one by one."""
    trail = tmp_path / "trail.tsv"
    ours, theirs = pty.openpty()
    arguments = ["vocab", "review", str(candidates), "--reviewer", "ann", "--decisions", str(trail)]
    command = [sys.executable, "-m", "api", *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        for key, after in ((b"r", b"wrathyish"), (b"a", b"tablewise"), (b"q", b"gleefulish")):
            _read_until(ours, after)
            time.sleep(0.5)  # the terminal forgets keys typed before the program listens
            os.write(ours, key)
        _read_until(ours, b"decided")
        assert process.wait(timeout=30) == 0
    os.close(ours)
    assert [d.verdict for d in read_decisions(world, trail)] == [Verdict.REJECT, Verdict.ACCEPT]


# -- commands --------------------------------------------------------------------------------------


def test_a_filled_in_table_is_merged_and_published(candidates: Path, world: Ontology, tmp_path: Path) -> None:
    trail, folder = tmp_path / "decisions.tsv", tmp_path / "out"
    folder.mkdir()
    shutil.copy(shipped_folder() / "decisions.tsv", trail)
    lines = candidates.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("\t\t\t\t\t\t", "\taccept\t\t\tann\t2026-11-23\t")
    candidates.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = tone("merge", candidates, "--decisions", trail)
    assert "1 new decisions" in done.stderr, done.stderr
    done = tone("publish", "--decisions", trail, "-o", folder)
    assert done.returncode == 0, done.stderr
    (row,) = [
        x for x in (folder / "lexicon.tsv").read_text(encoding="utf-8").splitlines() if x.startswith("gleefulish")
    ]
    assert row.split("\t")[2:4] == ["glee", "names"]


def test_sure_cases_are_accepted_by_rule_and_marked(candidates: Path, world: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    done = tone("accept", candidates, "--least", "0.9", "--decisions", trail)
    assert "1 accepted by rule:score>=0.9" in done.stderr
    (decision,) = read_decisions(world, trail)
    assert (decision.proposed.text, decision.is_automatic) == ("gleefulish", True)


def test_statistics_tell_what_people_and_the_rule_decided() -> None:
    done = tone("stats", "--json")
    assert '"terms reviewed"' in done.stdout
    assert '"decisions: reject"' in done.stdout


def test_the_lexicon_is_measured_against_a_gold(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text("word,emotion\nfurious,anger\nfuneral,sadness\nqwxz,joy\n")
    done = tone("evaluate", "--gold", tmp_path / "gold.csv", "-O", "csv")
    assert "primary,1.000" in done.stdout
    assert "coverage,0.667" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["evaluate", "--gold", "nowhere.csv"], "no file nowhere.csv"),
        (["merge", "nowhere.tsv"], "nowhere.tsv"),
        (["accept", "nowhere.tsv", "--least", "0.2"], "--least 0.2 is outside 0.5 … 1"),
        (["stats", "--model"], "--model needs ratings of words: --norms FILE"),
        (["propose", "--norms", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_what_is_wrong_is_named(arguments: list[str], message: str) -> None:
    done = tone(*arguments)
    assert message in done.stderr
    assert done.returncode == 2


# -- over GraphQL ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[dict[str, str]], AbstractContextManager[str]]
) -> Iterator[tuple[httpx.Client, Path]]:
    """A server whose operator lets reviewers work, and where their decisions go."""
    folder = tmp_path_factory.mktemp("desk")
    write_candidates([WRATHY, TABLE, GLEEFUL], folder / "candidates.tsv")
    write_decisions([], folder / "decisions.tsv")
    settings = {
        "TONE_TOKEN": TOKEN,
        "TONE_CANDIDATES": str(folder / "candidates.tsv"),
        "TONE_DECISIONS": str(folder / "decisions.tsv"),
    }
    with serving(settings) as url, httpx.Client(base_url=url) as client:
        yield client, folder / "decisions.tsv"


def decide(client: httpx.Client, arguments: str, token: str | None = TOKEN) -> dict[str, object]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    query = f"mutation {{ decideTerm({arguments}) {{ text verdict home }} }}"
    answer: dict[str, object] = client.post("/graphql", json={"query": query}, headers=headers).json()
    return answer


def test_a_reviewer_with_the_token_decides(desk: tuple[httpx.Client, Path], world: Ontology) -> None:
    client, trail = desk
    answer = decide(client, 'text: "wrathyish", verdict: MOVE, home: "wrath", reviewer: "ann"')
    assert answer["data"] == {"decideTerm": {"text": "wrathyish", "verdict": "MOVE", "home": "wrath"}}
    assert [(d.proposed.text, d.home, d.reviewer) for d in read_decisions(world, trail)] == [
        ("wrathyish", "wrath", "ann")
    ]
    query = "{ termCandidates { text home score shares { emotion weight } } }"
    found = client.post("/graphql", json={"query": query}, headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert [c["text"] for c in found["data"]["termCandidates"]] == ["tablewise", "gleefulish"]


@pytest.mark.parametrize("token", [None, "wrong", TOKEN.upper()])
def test_without_the_token_nothing_changes(desk: tuple[httpx.Client, Path], token: str | None) -> None:
    client, trail = desk
    before = trail.read_bytes()
    answer = decide(client, 'text: "tablewise", verdict: REJECT, reviewer: "eve"', token)
    assert "FORBIDDEN" in str(answer)
    assert trail.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ('text: "nothing", verdict: REJECT, reviewer: "ann"', "no candidate 'nothing'"),
        ('text: "tablewise", verdict: REJECT, reviewer: " "', "reviewer is empty"),
        ('text: "tablewise", verdict: MOVE, home: "jooy", reviewer: "ann"', "no emotion 'jooy'"),
        ('text: "tablewise", verdict: MOVE, reviewer: "ann"', "proposed for joy already"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(desk: tuple[httpx.Client, Path], arguments: str, message: str) -> None:
    client, trail = desk
    before = trail.read_bytes()
    assert message in str(decide(client, arguments))
    assert trail.read_bytes() == before


def test_a_tab_in_a_reason_cannot_break_the_table(desk: tuple[httpx.Client, Path], world: Ontology) -> None:
    client, trail = desk
    decide(client, r'text: "gleefulish", verdict: ACCEPT, reviewer: "a\tnn", why: "so\n\tit is"')
    assert read_decisions(world, trail)[-1].why == "so it is"


def test_a_service_without_a_token_is_read_only(server_url: str) -> None:
    with httpx.Client(base_url=server_url) as client:
        answer = decide(client, 'text: "x", verdict: REJECT, reviewer: "ann"')
    assert "this service is read-only" in str(answer)


def test_mutations_are_not_taken_by_get(desk: tuple[httpx.Client, Path]) -> None:
    client, _ = desk
    query = 'mutation { decideTerm(text: "tablewise", verdict: REJECT, reviewer: "ann") { text } }'
    answer = client.get("/graphql", params={"query": query}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_terms_and_spots_are_answered_with_what_they_rest_on(server_url: str) -> None:
    query = """{ term(text: "Furious") { home role status vadSource memberships { emotion weight } vad { valence } }
                 spot(text: "I am not thrilled, my heart sank") { text negated term { home } } }"""
    with httpx.Client(base_url=server_url) as client:
        data = client.post("/graphql", json={"query": query}).json()["data"]
    assert (data["term"]["home"], data["term"]["role"], data["term"]["status"]) == ("fury", "NAMES", "REVIEWED")
    assert data["term"]["vadSource"] == "glasgow2019"
    assert [(s["text"], s["negated"], s["term"]["home"]) for s in data["spot"]] == [
        ("thrilled", True, "thrill"),
        ("my heart sank", False, "sadness"),
    ]
