"""Runs the migrations on the connection that schema.py hands over. Frozen: imports nothing of ours."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
