"""The ledger of one organisation: file, write gate, journal and the records in it; no window, no PDF, no packages."""
