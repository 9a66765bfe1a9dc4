"""The vocabulary workshop: from candidates with evidence, by a reader's decisions, to the shipped lexicon.

Nothing here is needed to look a word up.
"""
