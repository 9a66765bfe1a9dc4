"""Questions that a generator makes of the schema itself: none may be a fault of the server."""

import re
import subprocess
import sys
from pathlib import Path

from bench.fuzz import command


def test_no_generated_question_is_a_fault_of_the_server(server_url: str, tmp_path: Path) -> None:
    """A part of the run of ``python -m bench.fuzz``, which makes more than 2,000."""
    run = subprocess.run(
        command(f"{server_url}/graphql", 6), capture_output=True, text=True, timeout=200, cwd=tmp_path, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:]
    generated = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert generated, run.stdout[-3000:]
    assert int(generated[1]) == int(generated[2]) > 150


def test_the_generator_is_of_this_environment() -> None:
    assert Path(command("", 1)[0]).parent == Path(sys.executable).parent
