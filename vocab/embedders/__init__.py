"""One file a backend; each imports its own model library and nothing else does."""
