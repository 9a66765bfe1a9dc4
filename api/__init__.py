"""The edge: GraphQL, SPARQL, HTTP, pages and the command line, all faces of ``api.service``."""
