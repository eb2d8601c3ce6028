"""Database, objects and records, each behind one port."""
