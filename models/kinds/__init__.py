"""Kinds of records that are declared once: what a record holds, says, asks, and what follows from it."""
