"""Ways to score texts against labels; see ``vocab.engine``."""
