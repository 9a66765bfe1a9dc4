"""The command ``tone``: errors become one clear line and an exit code here, and nowhere else."""

import sys

from ontology.errors import ToneError


def main() -> None:
    """Run the command line; exit 0 sound, 1 findings or nothing found, 2 wrong input."""
    from api.cli import app

    try:
        app()
    except ToneError as error:
        print(f"tone: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader (head, less) has had enough
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
