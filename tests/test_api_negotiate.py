"""What a client gets by its Accept header, held against a slow reading of the same rules."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiate import choose, quality

OFFERED = ["text/html", "text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"]
RANGES = [*OFFERED, "text/*", "application/*", "*/*", "image/png"]
#: (parameter, whether what we send has it)
PARAMETERS = [("", True), (";charset=utf-8", True), ('; profile="http://a.example/b,c;d"', True), (";level=1", False)]
WEIGHTS = ["", "q=1", "q=1.000", "q=0", "q=0.0", "q=0.5", "q=0.501", "q=0.001", "Q=0.3"]

elements = st.lists(
    st.tuples(st.sampled_from(RANGES), st.sampled_from(PARAMETERS), st.sampled_from(WEIGHTS)), max_size=6
)
Elements = list[tuple[str, tuple[str, bool], str]]


def _header(asked: Elements, between: str = ", ") -> str:
    return between.join(f"{media}{text}{f'; {weight}' if weight else ''}" for media, (text, _), weight in asked)


def _liking(media: str, asked: Elements) -> float:
    """RFC 9110, 12.5.1 word by word: of the ranges that cover the type, the most specific decides."""
    if not asked:
        return 1.0
    covering = []
    for range, (text, is_met), weight in asked:
        covers = range in ("*/*", media) or (range.endswith("/*") and media.startswith(range[:-1]))
        if covers and is_met:
            specific = (range != "*/*", "*" not in range, bool(text))
            covering.append((specific, float(weight[2:] or "1")))
    return max(covering)[1] if covering else 0.0


@given(elements, st.permutations(OFFERED))
def test_the_chosen_type_is_one_the_client_likes_best_and_ours_on_a_tie(asked: Elements, offered: list[str]) -> None:
    chosen = choose(_header(asked), offered)
    likings = {media: _liking(media, asked) for media in offered}
    best = max(likings.values())
    assert chosen == (next(m for m in offered if likings[m] == best) if best else None)


@given(elements, st.sampled_from([",", " , ", ",,", ",\t"]), st.booleans())
def test_case_and_blanks_and_empty_elements_change_nothing(asked: Elements, between: str, upper: bool) -> None:
    header = _header(asked, between)
    spelt = header.upper() if upper and "profile" not in header else header
    assert choose(spelt, OFFERED) == choose(_header(asked), OFFERED)


@given(st.sampled_from(OFFERED), elements)
def test_what_is_refused_by_name_is_never_sent(media: str, asked: Elements) -> None:
    others = [other for other in asked if other[0] != media]
    assert choose(_header([(media, ("", True), "q=0"), *others]), OFFERED) != media


@given(st.text(alphabet=string.printable + "é", max_size=80))
def test_no_header_breaks_the_choice(header: str) -> None:
    chosen = choose(header, OFFERED)
    assert chosen is None or quality(header, chosen) == max(quality(header, m) for m in OFFERED) > 0


@pytest.mark.parametrize("weight", ["", "abc", "nan", "inf", "-1", "1.1", "2", "0.1234", ".5", "1e-1", "0,5"])
def test_an_element_whose_weight_is_none_is_left_out(weight: str) -> None:
    assert choose(f"text/turtle;q={weight}, application/ld+json;q=0.1", OFFERED) == "application/ld+json"


def test_an_absent_or_unreadable_header_takes_anything() -> None:
    for header in ("", " ", ",", "turtle", "text/turtle;q=x"):
        assert choose(header, OFFERED) == "text/html", header


def test_a_parameter_we_do_not_send_excludes_and_a_hint_does_not() -> None:
    assert choose("text/turtle;charset=iso-8859-1", OFFERED) is None
    assert choose("text/turtle;charset=UTF-8", OFFERED) == "text/turtle"
    assert choose('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', OFFERED) == OFFERED[2]
    assert choose("text/turtle;version=1.2, text/html;q=0.9", OFFERED) == "text/turtle"


def test_a_long_header_is_read_in_no_time() -> None:
    assert choose('"' * 60_000 + ",;" * 1000 + ", text/turtle", OFFERED) in {*OFFERED, None}
