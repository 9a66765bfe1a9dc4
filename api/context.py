"""What a resolver finds in its context: the service."""

from dataclasses import dataclass

import strawberry

from api.service import Service


@dataclass
class Context:
    """One per request."""

    service: Service


Info = strawberry.Info[Context, None]
