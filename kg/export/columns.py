"""The columns of forms that have one type a column."""

from collections.abc import Iterable, Mapping

from kg.property_graph.model import Value


def columns(held: Iterable[Mapping[str, Value]]) -> dict[str, type]:
    """What each property holds (str, int, float, bool, or list for a list of texts), by its name.

    >>> columns([{"tier": "primary", "origin": ["a"]}, {"raters": 3}])
    {'origin': <class 'list'>, 'raters': <class 'int'>, 'tier': <class 'str'>}

    Raises:
        ValueError: a property holds things of two types.
    """
    found: dict[str, type] = {}
    for properties in held:
        for name, value in properties.items():
            if found.setdefault(name, type(value)) is not type(value):
                raise ValueError(f"{name} holds {found[name].__name__} and {type(value).__name__} ({value!r})")
    return dict(sorted(found.items()))
