"""The only Airflow imports outside `dags/` and `plugins/`: a step as a task, and who is signed in."""
