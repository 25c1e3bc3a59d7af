"""Windows of declared kinds of records: their list and their dialog follow from the declaration."""
