"""The service for language models: tools over the Model Context Protocol, which read and never change anything."""
