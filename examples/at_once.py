"""Ask a TONE-KG service many things at once: python examples/at_once.py http://localhost:8000"""

import asyncio
import sys

from api.client import AsyncClient


async def main(url: str) -> None:
    """Look up what three words name, where they lie and how they fit Ekman's six, all at the same time."""
    words = ["furious", "over the moon", "grief"]
    async with AsyncClient(url) as tone:
        normalized, placed, classified = await asyncio.gather(
            tone.normalize(words), tone.vads(words), tone.classify(words, "ekman", top=1)
        )
        for n, p, c in zip(normalized, placed, classified, strict=True):
            print(f"{n.label}: {n.emotion}, valence {p.vad.valence:+.2f} ({p.method}), {c.label}")
        print([e.id async for e in tone.emotions("glad")])


asyncio.run(main(sys.argv[1] if sys.argv[1:] else "http://localhost:8000"))
