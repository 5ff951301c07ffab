"""What DAGs call: one module a DAG; ids and counts in, ids and counts out."""
