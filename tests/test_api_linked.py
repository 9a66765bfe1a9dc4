"""Linked data over a real server: every IRI of ours answers, in every form, and says how it stands to the others."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from starlette.routing import Match

from api.app import create_app
from api.classification import Choice
from api.linked import SUFFIXES
from api.release import FILES
from api.resources import find
from api.service import Service
from kg.about import beside
from kg.rdf import Iri
from kg.terms import BASE, iri_of
from ontology.version import __version__
from ontology.world import Ontology

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}
#: Kinds whose page is an entry of a larger document.
ENTRIES = {"label": "/labelset/", "schema": "/reference#", "graph": "/reference#graph-"}


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def named(service: Service) -> dict[str, bool]:
    """Every IRI of ours in the graph and its schema -> whether it is the subject of a statement."""
    found: dict[str, bool] = dict.fromkeys(filter(lambda iri: iri.startswith(BASE), beside()), True)
    for quad in service.store.quads():
        for place, term in enumerate(quad):
            if isinstance(term, Iri) and term.startswith(BASE):
                found[str(term)] = found.get(str(term), False) or place == 0
    return found


@pytest.fixture(scope="module")
def samples(named: dict[str, bool]) -> dict[str, list[str]]:
    """Paths by kind: of each the first and the last, and one whose parts hold signs that need encoding."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for iri in sorted(named):
        kinds[_kind(iri.removeprefix(BASE))].append("/" + iri.removeprefix(BASE))
    return {
        kind: list(dict.fromkeys([paths[0], paths[-1], next((p for p in paths if "%" in p), paths[0])]))
        for kind, paths in kinds.items()
    }


def _kind(name: str) -> str:
    first, *rest = name.split("/")
    if first == "labelset" and len(rest) == 2:
        return "label"
    if first == "term" and len(rest) == 2:
        return "form" if rest[1] == "form" else "sense"
    if rest:
        return first
    if first in {"", "scheme", "dataset", "maintainers"}:
        return first
    return "schema" if BASE + first in beside() else "emotion"


def _triples(response: httpx.Response) -> set[str]:
    media = response.headers["content-type"].partition(";")[0]
    return {str(quad) for quad in ox.parse(response.content, format=FORMATS[media])}


# -- every IRI ---------------------------------------------------------------------------------------


def test_every_kind_of_thing_is_among_the_samples(samples: dict[str, list[str]]) -> None:
    assert len(samples) == 26
    assert {"label", "form", "sense", "term-rating", "trait-effect", "graph", "schema", "corpus"} <= set(samples)


def test_every_iri_of_ours_is_described(named: dict[str, bool], service: Service) -> None:
    assert len(named) > 57_000
    for iri, is_subject in named.items():
        assert iri_of(iri) == iri
        assert not iri.endswith(tuple(f".{suffix}" for suffix in SUFFIXES))
        if not is_subject:
            assert find(service, iri).iri == iri


def test_no_other_route_takes_the_address_of_a_thing(named: dict[str, bool], service: Service) -> None:
    routes = create_app(service).routes[:-1]
    starts = {"/" + "/".join(iri.removeprefix(BASE).split("/")[:2]) for iri in named if "/term" not in iri} - {"/"}
    for path in starts:
        scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        assert all(route.matches(scope)[0] is Match.NONE for route in routes), path


def test_each_kind_of_thing_says_the_same_in_every_form(client: httpx.Client, samples: dict[str, list[str]]) -> None:
    for kind, paths in samples.items():
        for path in paths if kind not in {"", "graph"} else ():
            answers = [client.get(path, headers={"accept": media}) for media in FORMATS]
            assert {a.status_code for a in answers} == {200}, path
            assert [a.headers["content-type"].partition(";")[0] for a in answers] == list(FORMATS)
            first, *others = map(_triples, answers)
            assert all(other == first for other in others), path
            assert any(t.startswith(f"<{BASE.rstrip('/')}{path}> ") for t in first), path


def test_each_kind_of_thing_has_a_page_or_an_entry_in_one(client: httpx.Client, samples: dict[str, list[str]]) -> None:
    for kind, paths in samples.items():
        for path in paths:
            answer = client.get(path, headers={"accept": "text/html"})
            where = answer.headers.get("location", "")
            assert answer.status_code == (303 if where else 200), path
            assert where.startswith(ENTRIES.get(kind, "/" if kind == "scheme" else "")), path
            page = client.get(where) if where else answer
            assert page.headers["content-type"].startswith("text/html")
            assert "#" not in where or f'id="{where.partition("#")[2]}"' in page.text, where


def test_every_link_on_a_page_of_statements_leads_somewhere(client: httpx.Client) -> None:
    for path in ("/rating/joy/glasgow2019/joy", "/source/parrott2001", "/facet/ema-appraisals/desirability"):
        page = client.get(path, headers={"accept": "text/html"}).text
        links = set(re.findall(r'href="(/[^"#]*)"', page))
        assert len(links) > 10
        for link in links:
            answer = client.get(link, headers={"accept": "text/html, */*;q=0.1"})
            assert answer.status_code in (200, 303), link


def test_every_label_has_its_entry_on_the_page_of_its_set(client: httpx.Client, world: Ontology) -> None:
    for id in ("goemotions", "emonet40", "isear"):
        page = client.get(f"/labelset/{id}.html").text
        assert {label.id.partition("/")[2] for label in world.label_sets[id]} <= set(
            re.findall(r'<tr id="([^"]+)"', page)
        )


def test_a_page_shows_statements_their_source_and_who_names_the_thing(client: httpx.Client) -> None:
    rating = client.get("/rating/joy/glasgow2019/joy", headers={"accept": "text/html"}).text
    assert '<a href="/joy">joy</a>' in rating
    assert '<a href="/source/glasgow2019">' in rating
    assert '<a href="/valence">valence</a>' in rating
    source = client.get("/source/glasgow2019", headers={"accept": "text/html"}).text
    assert "There are more" in source
    assert source.count("<tr>") > 50


def test_a_page_holds_its_own_statements_for_machines(client: httpx.Client) -> None:
    for path in ("/joy", "/labelset/goemotions", "/source/parrott2001"):
        page = client.get(path, headers={"accept": "text/html"}).text
        assert set(re.findall(r'<link rel="alternate" type="([^"]+)"', page)) == set(FORMATS)
        [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert [thing["@id"] for thing in json.loads(data)] == [f"{BASE.rstrip('/')}{path}"]


def test_the_description_of_a_label_set_names_its_labels(client: httpx.Client, world: Ontology) -> None:
    graph = rdflib.Graph().parse(data=client.get("/labelset/goemotions.ttl").text)
    subjects = set(graph.subjects(rdflib.SKOS.inScheme, rdflib.URIRef(f"{BASE}labelset/goemotions")))
    assert len(subjects) == len(world.label_sets["goemotions"])


# -- spellings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/tone:joy", "joy"),
        ("/tone%3Ajoy", "joy"),
        ("/https://w3id.org/tone-kg/joy", "joy"),
        ("/http://w3id.org/tone-kg/joy", "joy"),
        ("/https:/w3id.org/tone-kg/joy", "joy"),
        (f"/{quote(BASE + 'joy', safe='')}", "joy"),
        (f"/{quote(BASE + 'term/fed%20up', safe='')}", "term/fed%20up"),
        ("/https://w3id.org/tone-kg/term/fed%20up", "term/fed%20up"),
        ("/tone:labelset/goemotions", "labelset/goemotions"),
        ("/tonelabel:goemotions/joy", "labelset/goemotions/joy"),
        ("/labelset/isear/Guilt", "labelset/isear/guilt"),
        ("/mapping/isear%2fguilt/exact/guilt", "mapping/isear%2Fguilt/exact/guilt"),
        ("/tone:Emotion.ttl", "Emotion"),
    ],
)
def test_a_path_may_be_a_slug_a_curie_or_an_iri(client: httpx.Client, path: str, iri: str) -> None:
    answer = client.get(path, headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert f'<{BASE}{iri}>; rel="canonical"' in answer.headers["link"]
    assert answer.headers["content-location"] == f"/{iri}.ttl"


@pytest.mark.parametrize("name", ["goemotions/joy", "labelset/goemotions/joy"])
@pytest.mark.parametrize("prefix", ["tonelabel:", "tone:", BASE])
def test_a_thing_is_found_by_its_iri_in_the_query(client: httpx.Client, prefix: str, name: str) -> None:
    if (prefix == "tonelabel:") != name.startswith("goemotions"):
        return
    answer = client.get("/", params={"iri": prefix + name})
    assert (answer.status_code, answer.headers["location"]) == (303, "/labelset/goemotions/joy")


def test_every_face_takes_ids_as_slug_curie_and_iri(service: Service) -> None:
    for spelt in ("goemotions", "tone:labelset/goemotions", "tonelabel:goemotions", f"{BASE}labelset/goemotions"):
        assert service.label_set(spelt).id == "goemotions"
        assert service.normalize(["remorse"], source=spelt, target=spelt)[0].targets[0].label.id == "goemotions/remorse"
        assert service.translate(["remorse"], source=spelt, target="tone:labelset/isear")[0].targets
        assert service.loss(spelt, spelt).source == "goemotions"
        assert service.losses(spelt, "tone:labelset/isear")[0].target == "isear"
        assert len(service.classification.candidates(Choice(spelt))) == 28
    for spelt in ("tone:joy", f"{BASE}joy"):
        assert service.emotion(spelt).id == service.normalize([spelt])[0].found[0].emotion == "joy"
    plain = service.normalize(["remorse"], source="goemotions", target="isear")[0]
    for spelt in ("tonelabel:goemotions/remorse", "tone:labelset/goemotions/remorse"):
        assert service.label(spelt).id == "goemotions/remorse"
        assert service.normalize([spelt], target="isear")[0].emotion == plain.emotion
        assert service.normalize([spelt], target="isear")[0].targets == plain.targets
        assert service.translate([spelt], source="goemotions", target="isear")[0].targets == plain.targets


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/joy/", "/joy"),
        ("/labelset/goemotions/?a=b", "/labelset/goemotions?a=b"),
        ("/healthz/", "/healthz"),
        ("//evil.example/", "/evil.example"),
        ("/%5Cevil.example/", "/%5Cevil.example"),
    ],
)
def test_a_slash_too_much_is_taken_off_and_never_leads_to_a_stranger(
    client: httpx.Client, path: str, location: str
) -> None:
    answer = client.get(httpx.URL(str(client.base_url).rstrip("/") + path))
    assert (answer.status_code, answer.headers["location"]) == (308, location)


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/Emoton", "no class or property 'Emoton'; did you mean 'Emotion'?"),
        ("/source/parot2001", "no source 'parot2001'; did you mean 'parrott2001'"),
        ("/facet/ema-appraisals/desirable", "no facet 'ema-appraisals/desirable'; did you mean 'ema-appraisals/desir"),
        ("/term/furiuos.ttl", "no term 'furiuos'; did you mean 'furious'"),
        ("/graph/mapings", "no named graph 'mapings'; did you mean 'mappings'?"),
        ("/corpus/peld", "no corpus 'peld'; did you mean 'peld2021'?"),
        ("/rating/jov/x", "no rating 'jov/x'"),
        ("/0.0.9", "no emotion '0.0.9'"),
        ("/term/%FF", "no term"),
        ("/http://example.org/joy", "GET /http://example.org/joy: not found"),
        ("/?iri=http://example.org/joy", "GET /: not found"),
        ("/" + "x" * 5000, "GET /xxx"),
    ],
)
def test_what_is_nowhere_is_a_problem_that_names_what_is_near(client: httpx.Client, path: str, detail: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"].startswith(detail)


# -- the ontology and what is said of the data set -----------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"/{__version__}"])
@pytest.mark.parametrize(
    ("media", "file"), list(zip(FORMATS, ["tone.ttl", "tone.jsonld", "tone.owl", "tone.nt"], strict=True))
)
def test_the_ontology_comes_in_the_form_that_is_asked_for(
    client: httpx.Client, path: str, media: str, file: str
) -> None:
    answer = client.get(path, headers={"accept": media})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/{file}")
    assert "Accept" in answer.headers["vary"]
    sent = client.head(answer.headers["location"])
    assert sent.headers["content-type"].startswith(media)
    assert f'</{file}>; rel="alternate"; type="{media}"' in sent.headers["link"]


def test_the_ontology_as_n_triples_says_what_it_says_as_turtle(client: httpx.Client) -> None:
    assert _triples(client.get("/tone.nt")) == _triples(client.get("/tone.ttl"))


def test_a_browser_gets_the_start_page(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "<h1>" in client.get("/", headers={"accept": browser}).text
    assert client.get(f"/{__version__}", headers={"accept": browser}).headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/", "/joy", "/labelset/isear", "/labelset/isear/guilt", "/Emotion", "/term/fed%20up"]
)
def test_every_answer_links_to_the_data_set_the_endpoint_and_the_licence(client: httpx.Client, path: str) -> None:
    link = client.get(path).headers["link"]
    for target in re.findall(r'<(/[^>]+)>; rel="(?:describedby|service-desc)"', link):
        assert client.get(target).headers["content-type"].startswith("text/turtle")
    assert link.count('rel="alternate"') == 5
    assert link.count('rel="service-desc"') == link.count('rel="describedby"') == 1
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
    assert 'rel="type"' in link


def test_every_address_in_the_description_of_the_data_set_answers(client: httpx.Client) -> None:
    described = (files("owl") / "void.ttl").read_bytes()
    nodes = {t.value for q in ox.parse(described, format=ox.RdfFormat.TURTLE) for t in q.triple if hasattr(t, "value")}
    ours = {node.removeprefix(BASE) for node in nodes if node.startswith(BASE)}
    assert {"dataset", "sparql", "tone.ttl", "joy"} <= ours
    for name in ours:
        assert client.head(f"/{name}").status_code == 200, name


def test_a_graph_leads_to_the_file_that_holds_it(client: httpx.Client) -> None:
    turtle = {"accept": "text/turtle"}
    assert client.get("/graph/mappings", headers=turtle).headers["location"] == "/mappings.ttl"
    assert client.get("/graph/vad", headers={"accept": "application/ld+json"}).headers["location"] == "/tone.jsonld"
    refused = client.get("/graph/vocabulary", headers={"accept": "application/ld+json"})
    assert (refused.status_code, refused.json()["detail"]) == (406, "this can be sent as text/html, text/turtle")


# -- the protocol --------------------------------------------------------------------------------------


def test_several_accept_headers_are_one(client: httpx.Client) -> None:
    headers = [("accept", "text/html;q=0.4"), ("accept", "application/ld+json"), ("accept", "text/turtle;q=0.9")]
    assert client.get("/joy", headers=headers).headers["content-type"] == "application/ld+json"


def test_what_cannot_be_sent_is_refused_with_the_forms_there_are(client: httpx.Client) -> None:
    for accept in ("image/png", "text/html;q=0, */*;q=0", "text/turtle;charset=latin-1"):
        answer = client.get("/joy", headers={"accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")
        assert all(media in answer.json()["detail"] for media in SUFFIXES.values())
        assert "Accept" in answer.headers["vary"]
        assert answer.headers["link"].count('rel="alternate"') == 5


def test_every_form_has_a_strong_tag_of_its_own_which_stays_the_same(client: httpx.Client) -> None:
    tags = [client.get(f"/joy.{suffix}").headers["etag"] for suffix in SUFFIXES]
    assert len(set(tags)) == len(SUFFIXES)
    assert all(re.fullmatch(r'"[^"]+"', tag) for tag in tags)
    assert [client.head(f"/joy.{suffix}").headers["etag"] for suffix in SUFFIXES] == tags


@pytest.mark.parametrize("path", ["/", "/joy", "/joy.ttl", "/source/parrott2001", "/tone.ttl", "/tone.nt", "/void.ttl"])
def test_what_the_client_has_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", W/{tag}', "*"):
        answer = client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        for name in ("etag", "vary", "link", "cache-control", "content-location"):
            assert answer.headers.get(name) == first.headers.get(name), name
        assert "content-type" not in answer.headers
    for unknown in ('"other"', tag.strip('"'), f'"{tag[1:5]}"'):
        assert client.get(path, headers={"if-none-match": unknown}).status_code == 200, unknown


def test_every_release_file_can_be_kept_and_asked_after(client: httpx.Client) -> None:
    for name in FILES:
        head = client.head(f"/{name}")
        assert "must-revalidate" in head.headers["cache-control"]
        assert client.get(f"/{name}", headers={"if-none-match": head.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/joy",
            "/joy.rdf",
            "/labelset/isear/guilt",
            "/rating/joy/glasgow2019/joy",
            "/reference",
            "/search?q=joy",
        ),
        *(
            "/sparql",
            "/sparql?query=ASK%7B%7D",
            "/graphql?query=%7Bversion%7D",
            "/void.ttl",
            "/readyz",
            "/web/style.css",
        ),
        *("/nothing", "/.well-known/void", "/joy/"),
    ],
)
def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client, path: str) -> None:
    got, headed = client.get(path), client.head(path)
    assert headed.content == b""
    assert headed.status_code == got.status_code
    of_the_moment = {"date", "x-request-id", "server-timing"}
    assert {k: v for k, v in headed.headers.items() if k not in of_the_moment} == {
        k: v for k, v in got.headers.items() if k not in of_the_moment
    }


@pytest.mark.parametrize("path", ["/", "/joy", "/sparql", "/graphql", "/classify", "/tone.ttl", "/web/style.css"])
def test_a_method_that_is_not_there_is_told_which_are(client: httpx.Client, path: str) -> None:
    refused, asked = client.put(path), client.options(path)
    assert (refused.status_code, asked.status_code) == (405, 204)
    assert refused.headers["allow"] == asked.headers["allow"]
    assert "OPTIONS" in asked.headers["allow"]
    assert ("GET" in asked.headers["allow"]) == (path != "/classify")


def test_a_path_for_posting_says_so_to_those_who_get(client: httpx.Client) -> None:
    answer = client.get("/classify")
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")
