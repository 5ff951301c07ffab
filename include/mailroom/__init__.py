"""The post room: mail in at one end, service requests, flags and approved letters out at the other.

Stages (`intake`, `reading`, `casework`, `letters`, `quality`) stand on one floor (`records`,
`policy`, `addresses`, `store`) and never import each other. `steps` and `desk` bind them to the
database; nothing here imports Airflow.
"""
