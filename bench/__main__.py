"""Runs every benchmark and prints its table."""

from bench import classify, harmonize, http, start

if __name__ == "__main__":
    for part in (start, http, harmonize, classify):
        print(f"\n{part.__doc__}")
        part.main()
