"""The truth: PostgreSQL tables, connections, leases, narratives, queries and the embedded server."""
