"""Tables as files for other programs: csv, xlsx, parquet (and later REFI-QDA)."""

from __future__ import annotations

from qualcode.exchange.tables import FORMATS, export_tables, write_table, write_tables

__all__ = ["FORMATS", "export_tables", "write_table", "write_tables"]
