"""The pages people see inside the Airflow UI: counts and queues, behind its sign-on."""
