"""Questions made by schemathesis of our own schema, against a real server: python -m bench.fuzz [examples a field]"""

import subprocess
import sys
from pathlib import Path

from bench.http import serving

EXAMPLES, SEED = 60, 13


def main(examples: int) -> int:
    with serving({}) as url:
        return subprocess.run(command(f"{url}/graphql", examples), check=False).returncode


def command(address: str, examples: int) -> list[str]:
    """The command that asks so many questions of each field at the root."""
    tool = Path(sys.executable).parent / "st"
    chosen = ["--max-examples", str(examples), "--seed", str(SEED), "--phases", "fuzzing"]
    return [str(tool), "run", address, *chosen, "--checks", "not_a_server_error", "--generation-database", "none"]


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES))
