"""The version of code and data; a release changes it once, here."""

__version__ = "0.1.0"

#: The day the data last changed; goes into the ontology header, so that a build has no clock in it.
RELEASED = "2026-11-23"
