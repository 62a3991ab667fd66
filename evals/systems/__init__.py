"""Other systems that answer the same cases: a file, a function, an endpoint, a query engine."""
