"""Command start-up: CPU seconds of a whole process, median of 7, beside an empty Python."""

import os
import statistics
import subprocess
import sys

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "tone --help": ["-m", "api", "--help"],
    "tone normalize joy": ["-m", "api", "normalize", "joy"],
    "tone show joy": ["-m", "api", "show", "joy"],
}


def cpu_seconds(arguments: list[str]) -> float:
    """User and system time of one finished process."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    baseline = None
    for name, arguments in COMMANDS.items():
        cpu_seconds(arguments)
        seconds = statistics.median(cpu_seconds(arguments) for _ in range(7))
        baseline = baseline or seconds
        print(f"{name:22} {seconds:6.3f} s  {seconds / baseline:6.1f} x")


if __name__ == "__main__":
    main()
