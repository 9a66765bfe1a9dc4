"""Runs every benchmark and prints its table."""

from bench import harmonize, http, start

if __name__ == "__main__":
    for part in (start, http, harmonize):
        print(f"\n{part.__doc__}")
        part.main()
