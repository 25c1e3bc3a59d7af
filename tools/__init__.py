"""Scripts of the house: set-up, fonts, lock file; nothing here is part of the program."""
