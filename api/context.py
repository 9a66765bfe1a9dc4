"""What a resolver finds in its context: the service, and who asks."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import strawberry

from api.service import Service

if TYPE_CHECKING:
    from api.gql.fragments import Fragments


@dataclass
class Context:
    """One per request."""

    service: Service
    #: The request's Authorization header, empty where it has none.
    authorization: str = ""
    #: When to stop, by the monotonic clock; 0 sets no end.
    until: float = 0.0
    #: Texts of objects, kept from question to question; None keeps none.
    fragments: "Fragments | None" = None


Info = strawberry.Info[Context, None]
