"""One file a backend; each imports its own driver and nothing else does."""
