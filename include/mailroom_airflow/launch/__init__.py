"""Starts and stops the whole house on one machine: `python -m mailroom_airflow.launch --help`.

An own small supervisor, because `airflow standalone` leaves orphans behind when it is told to end
and says that it is ready although its port was taken.
"""
