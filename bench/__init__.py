"""Measurements: how long the program's work takes beside a reference measured in the same run."""
