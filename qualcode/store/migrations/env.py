"""Alembic runs the migrations over the connection the store hands it."""

from alembic import context

from qualcode.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
