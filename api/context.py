"""What a resolver finds in its context: the service, and who asks."""

from dataclasses import dataclass

import strawberry

from api.service import Service


@dataclass
class Context:
    """One per request."""

    service: Service
    #: The request's Authorization header, empty where it has none.
    authorization: str = ""
    #: When to stop, by the monotonic clock; 0 sets no end.
    until: float = 0.0


Info = strawberry.Info[Context, None]
