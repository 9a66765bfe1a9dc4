"""The fields of the GraphQL query, one module a subject; ``api.schema`` puts them together."""
