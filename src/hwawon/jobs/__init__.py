"""Durable jobs in our own table, with two dispatchers behind one port."""
