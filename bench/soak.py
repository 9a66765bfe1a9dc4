"""Half load for some minutes, the memory of the server's processes looked at all the time: python -m bench.soak 10

Prints a line every half minute; ends with the growth of memory between the first and the last third, and the errors.
"""

import asyncio
import itertools
import statistics
import sys
import time
from pathlib import Path

from bench.http import ROUTES, load, once, serving

MIXED = [made for name, made in ROUTES.items() if name != "classify one text"]
EVERY = 30


def main(minutes: float) -> int:
    with serving({}) as url:
        port = int(url.rpartition(":")[2])
        _, whole = asyncio.run(load(port, lambda n: MIXED[n % len(MIXED)](n), 4, 2000))
        half = 2000 / whole / 2
        print(f"full load {half * 2:.0f} requests/s; soaking at {half:.0f}/s for {minutes:g} minutes")
        errors, sizes = asyncio.run(_soak(port, half, minutes * 60))
    third = len(sizes) // 3
    first, last = (statistics.median(part) / 2**20 for part in (sizes[third : 2 * third], sizes[-third:]))
    print(f"memory: {first:.0f} MiB in the second third, {last:.0f} MiB in the last ({last / first - 1:+.1%})")
    print(f"errors: {errors}")
    return errors


async def _soak(port: int, rate: float, seconds: float) -> tuple[int, list[int]]:
    errors, sizes, done = 0, list[int](), 0
    numbers = itertools.count()
    begun = time.perf_counter()

    async def client(share: float) -> None:
        nonlocal errors, done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        due = time.perf_counter()
        while (now := time.perf_counter()) - begun < seconds:
            if due > now:
                await asyncio.sleep(due - now)
            due += 1 / share
            n = next(numbers)
            try:
                await once(reader, writer, MIXED[n % len(MIXED)](n))
                done += 1
            except (SystemExit, OSError, asyncio.IncompleteReadError) as error:
                errors += 1
                print(f"error: {error}")
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    async def watch() -> None:
        while time.perf_counter() - begun < seconds:
            sizes.append(memory(port))
            if len(sizes) % EVERY == 1:
                told = f"{time.perf_counter() - begun:6.0f} s  {done:8} answers  {errors} errors"
                print(f"{told}  {sizes[-1] / 2**20:7.0f} MiB", flush=True)
            await asyncio.sleep(1)

    await asyncio.gather(watch(), *(client(rate / 4) for _ in range(4)))
    return errors, sizes


def memory(port: int) -> int:
    """Bytes that the server and the processes below it hold for themselves (shared pages counted by their share)."""
    root = next(pid for pid in _pids() if f"--port\0{port}" in _text(pid, "cmdline"))
    below = {root}
    parents = {pid: int(_text(pid, "stat").rpartition(")")[2].split()[1]) for pid in _pids() if _text(pid, "stat")}
    for _ in range(4):
        below |= {pid for pid, parent in parents.items() if parent in below}
    return sum(_share(pid) for pid in below)


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _text(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _share(pid: int) -> int:
    lines = _text(pid, "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
