"""The sections of the settings page; each one owns one subject."""
