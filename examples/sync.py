"""Ask a TONE-KG service from Python: python examples/sync.py http://localhost:8000"""

import sys

from api.client import Client, Refused
from ontology.personality import Personality

PLEASANT = """PREFIX tone: <https://w3id.org/tone-kg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?emotion ?valence WHERE { ?emotion a skos:Concept ; tone:valence ?valence } ORDER BY DESC(?valence) LIMIT 3"""

with Client(sys.argv[1] if sys.argv[1:] else "http://localhost:8000") as tone:
    # Which labels of ISEAR are these labels of GoEmotions?
    for label in tone.translate(["remorse", "joy", "annoyance"], "goemotions", "isear"):
        for target in label.targets[:1]:
            print(f"{label.label} -> {target.label.label} ({target.match.name.lower()}, {target.confidence:.2f})")

    # Which of Ekman's six is each text?  Any number of texts, answered as they are read.
    for found in tone.classify_lines(["I was so angry", "I felt joy"], "ekman", top=1):
        print("classified as", found.label)

    # Where does joy go when it meets anger, in an extravert?
    for state in tone.transition("joy", "anger", personality=Personality(extraversion=1)).states:
        print(f"valence {state.vad.valence:.2f} near", ", ".join(id for id, _ in state.nearest))

    # Which emotions are the most pleasant?
    for row in tone.sparql(PLEASANT):
        print(row["emotion"], row["valence"])

    # What does the graph say of joy?
    print(len(tone.turtle("joy").splitlines()) > 100, "that there are more than 100 lines of Turtle")

    # A wrong name is an error with a code.
    try:
        tone.emotion("jov")
    except Refused as error:
        print(f"{error.code}: {error}")
