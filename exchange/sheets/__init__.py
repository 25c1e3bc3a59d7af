"""Readers of the files that office programs and web systems call a table, each into the same plain sheets."""
