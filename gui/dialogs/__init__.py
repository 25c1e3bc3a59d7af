"""Dialogs; each is opened with `open()` and tells by signals."""
