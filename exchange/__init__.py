"""Files that come from or go to somebody else: workbooks, packages, registration, receipts."""
