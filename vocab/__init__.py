"""The words: lexicon, text, vectors, lookup and classification.

Nothing here loads a model or spaCy until a question needs it.
"""
