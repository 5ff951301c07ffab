"""The truth: PostgreSQL tables, connections, leases, narratives, queries, embedded server."""
