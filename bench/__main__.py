"""Runs every benchmark and prints its table."""

from bench import http, start

if __name__ == "__main__":
    for part in (start, http):
        print(f"\n{part.__doc__}")
        part.main()
