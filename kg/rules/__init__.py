"""Rules any ontology should keep: one SPARQL query each, which selects what is at fault.

They say again, in our words, what ROBOT's report, the OOPS! pitfalls and the checks of SKOS tools look
for.  The file's name is the rule's number; its first line is the message.
"""
