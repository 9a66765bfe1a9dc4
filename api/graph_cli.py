"""``tone path`` and ``tone graph``: ways between emotions, and the graph as a graph."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.options import As, Json, form
from api.output import Format, emit, number, say
from ontology.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service import Service
    from kg.network.edges import Over
    from ontology.world import Ontology

graph = typer.Typer(no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="what an edge costs: vad, hops, relation, affective")]
Edges = Annotated[
    str | None,
    typer.Option(
        "--edges",
        help="types, with commas: tree,intensity,related,cause,blend,opposite,transition; the last two only if named",
    ),
]
Plot = Annotated[Path | None, typer.Option("--plot", help="also draw it on the valence-arousal plane: FILE.svg")]
First = Annotated[int, typer.Option("-n", "--first", help="how many at most")]


@graph.callback()
def about() -> None:
    """The graph as a graph: centrality, communities, bridging terms, spreading activation, random walks."""


def path(
    start: str,
    end: str,
    by: By = "vad",
    edges: Edges = None,
    k: Annotated[int, typer.Option("-k", help="how many ways at most, 1 … 20")] = 1,
    plot: Plot = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The shortest ways between two emotions, each edge with its cost and who states it."""
    _drawable(plot)
    service = _service()
    answer = service.ways(start, end, by=by, edges=_split(edges), k=k)
    rows = [
        {
            **({"way": str(place)} if k > 1 else {}),
            "from": step.edge.source,
            "by": step.edge.kind,
            "to": step.edge.target,
            "distance": number(step.edge.distance),
            "cost": number(step.cost),
            "source": ", ".join(step.edge.sources),
        }
        for place, way in enumerate(answer.ways, 1)
        for step in way.steps
    ]
    costs = ", ".join(number(way.cost) for way in answer.ways if way.steps)
    emit(answer, rows, form(output, json), notes=[f"cost {costs}, {_over(answer.over)}"] if costs else [])
    if plot and answer.ways:
        from api.graph_plot import ways_picture

        _draw(plot, lambda world: ways_picture(world, answer), service)
    if not answer.ways:
        say(f"no way leads from {start} to {end}")
        raise typer.Exit(1)


@graph.command()
def centrality(
    measure: Annotated[str, typer.Option("--order", help="betweenness, degree, closeness or pagerank")] = "betweenness",
    by: By = "vad",
    edges: Edges = None,
    first: First = 20,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The emotions that others hang on."""
    answer = _service().centrality(measure=measure, by=by, edges=_split(edges), first=first)
    names = ("betweenness", "degree", "closeness", "pagerank")
    rows = [{"emotion": c.emotion, **{name: f"{getattr(c, name):.3f}" for name in names}} for c in answer.emotions]
    emit(answer, rows, form(output, json), notes=[_over(answer.over)])


@graph.command()
def communities(
    links: Annotated[str, typer.Option("--links", help="terms: words of several emotions; edges")] = "terms",
    by: By = "vad",
    edges: Edges = None,
    method: Annotated[str, typer.Option("--method", help="louvain or greedy")] = "louvain",
    seed: Annotated[int, typer.Option(help="of Louvain and of the dealing")] = 13,
    permutations: Annotated[int, typer.Option(help="how often groups are dealt out anew, 0 … 10000")] = 1000,
    plot: Plot = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The groups that terms or edges (without the tree) make, and how far they are the tiers."""
    _drawable(plot)
    service = _service()
    answer = service.communities(
        links=links, by=by, edges=_split(edges), method=method, seed=seed, permutations=permutations
    )
    rows = [
        {
            "size": str(len(c.emotions)),
            "mostly": f"{c.family} {c.share:.0%}",
            "emotions": ", ".join(c.emotions[:8]) + (" …" if len(c.emotions) > 8 else ""),
        }
        for c in answer.communities
    ]
    notes = [f"modularity {answer.modularity:.3f}; {answer.linked} emotions have a link"]
    notes += [_over(answer.over)] if answer.over else ["links: terms that belong to both emotions"]
    notes += [
        f"{a.reference}: adjusted Rand index {a.ari:.3f} over {a.things} emotions in {a.groups} groups; by chance "
        f"{round(a.expected, 3) + 0.0:.3f}, sd {a.sd:.3f}, p {a.p:.4f} of {a.permutations} dealings"
        for a in answer.agreement
    ]
    emit(answer, rows, form(output, json), notes=notes)
    if plot:
        from api.graph_plot import communities_picture

        _draw(plot, lambda world: communities_picture(world, answer), service)


@graph.command()
def bridges(
    between: Annotated[
        str | None, typer.Option("--between", help="two emotions, with a comma: what stands at or below them")
    ] = None,
    roles: Annotated[str | None, typer.Option("--roles", help="names,expresses,evokes; all if left out")] = None,
    first: First = 20,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """The terms that join what the tree keeps apart."""
    pair = _split(between)
    if pair is not None and len(pair) != 2:
        raise BadInput(f"--between '{between}' does not name two emotions; as in love,sadness")
    found = _service().bridges(between=(pair[0], pair[1]) if pair else None, roles=_split(roles), first=first)
    rows = [
        {
            "term": b.term.text,
            "role": b.term.role.value,
            "joins": f"{b.first} {number(b.first_weight)} + {b.second} {number(b.second_weight)}",
            "strength": number(b.strength),
            "tree": number(b.tree),
            "distance": number(b.distance),
            "source": f"{b.term.source}, {b.term.status.value}",
        }
        for b in found
    ]
    emit(found, rows, form(output, json))
    if not found:
        say("no term joins them")
        raise typer.Exit(1)


@graph.command()
def spread(
    text: str,
    decay: Annotated[float, typer.Option(help="the part that is passed on at each step, 0 … 0.99")] = 0.5,
    threshold: Annotated[float, typer.Option(help="what has less in hand passes nothing on, 0 … 1")] = 0.001,
    steps: Annotated[int, typer.Option(help="steps at most, 0 … 1000")] = 100,
    by: By = "vad",
    edges: Edges = None,
    first: First = 20,
    plot: Plot = None,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """Where activation goes from the emotions of a text."""
    _drawable(plot)
    service = _service()
    answer = service.spread(text, decay=decay, threshold=threshold, steps=steps, by=by, edges=_split(edges))
    found = answer.spread
    rows = [
        {
            "emotion": a.emotion,
            "activation": f"{a.activation:.4f}",
            "way": " · ".join(f"{e.source} {e.kind.replace('_', ' ')} {e.target}" for e in a.way) or "in the text",
        }
        for a in found.emotions[:first]
    ]
    notes = [
        f"from {', '.join(answer.terms)} ({answer.by}); {len(found.emotions)} emotions reached in {found.steps} steps, "
        + ("settled" if found.settled else "stopped"),
        _over(found.over),
    ]
    emit(answer, rows, form(output, json), notes=notes)
    if plot:
        from api.graph_plot import spread_picture

        _draw(plot, lambda world: spread_picture(world, answer), service)


@graph.command()
def walk(
    start: str,
    corpus: Annotated[str, typer.Option(help="cped2022, peld2021, or modelled")] = "cped2022",
    steps: Annotated[int, typer.Option(help="steps of the walk, 0 … 100000")] = 1000,
    seed: Annotated[int, typer.Option(help="of the walk")] = 13,
    smoothed: Annotated[bool, typer.Option("--smoothed", help="draw the chances to the base rates")] = False,
    output: As = Format.TABLE,
    json: Json = False,
) -> None:
    """A seeded walk over transitions, where one is in the long run, and expected steps between states."""
    answer = _service().walk(start, corpus=corpus, steps=steps, seed=seed, smoothed=smoothed)
    rows = [
        {
            "state": s.state,
            "emotion": s.emotion or "",
            "long run": f"{s.stationary:.3f}",
            "this walk": f"{s.visited:.3f}",
            f"steps from {answer.start}": f"{s.steps_to:.1f}",
            f"steps to {answer.start}": f"{s.steps_from:.1f}",
        }
        for s in answer.states
    ]
    rest = f"{answer.seen} counted steps" if answer.seen else "modelled expectations"
    notes = [f"chances of {rest} in {corpus}; irreducible, period {answer.period}"]
    notes.append("walk: " + " ".join(answer.walk[:20]) + (" …" if len(answer.walk) > 20 else ""))
    emit(answer, rows, form(output, json), notes=notes)


def _over(over: "Over") -> str:
    types = ", ".join(t.value for t in over.edges)
    return f"by {over.by.value} over {types}: {over.emotions} emotions, {over.links} links, {over.parts} parts"


def _split(text: str | None) -> list[str] | None:
    return [part.strip() for part in text.split(",") if part.strip()] if text else None


def _drawable(plot: Path | None) -> None:
    if plot and plot.suffix != ".svg":
        raise BadInput(f"--plot '{plot}' does not end in .svg, the one kind of picture drawn")


def _draw(plot: Path, picture: "Callable[[Ontology], str]", service: "Service") -> None:
    from ontology.tables import write_text

    write_text(plot, picture(service.world))
    say(f"drew {plot}")


def _service() -> "Service":
    from api.service import Service

    return Service()
