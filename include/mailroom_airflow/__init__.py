"""The only Airflow imports outside `dags/` and `plugins/`: a step as a task, who is signed in."""
