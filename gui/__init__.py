"""The window. Imports models, reports and exchange; nothing here knows a rule or a line of SQL.

How the parts fit
-----------------
* `application.main()` paints the empty frame first and only then imports what needs the ledger.
* `session.Session` goes from one open ledger to the next: opens, locks, closes, leads through the beginning.
* `workspace.Workspace` is what a page gets: `bridge` (the open ledger), `tasks` (the one worker thread),
  `messages` (the one door for questions and errors), `settings` (this user's file), `go(page, **what)`.
* `bridge.LedgerBridge`: `run(kind, work, why=…)` opens one operation and raises `KnownError`; `attempt(…)`
  does the same and shows the error itself; `changed` carries the `Changes` of each operation, always in the
  window's thread.
* `messages.Messages`: `tell`, `error`, `ask(…, then=callable)`. Nothing blocks: answers come by callable.
  Tests use `messages.Recorder` in its place.
* `tasks.Tasks.start(title, work, done=…, failed=…)`: `work(progress)` runs in the worker thread and calls
  `progress(done, total, text)`, which raises `Cancelled` when the user gave up.
* `widgets`: Card, PageHeader, Pill, SearchField, FieldGrid, EmptyState, InlineMessage, DateEdit, buttons.
  Use these; a page sets no colours and no fonts of its own (`style.py` has them all).

How a page is added
-------------------
1. `gui/pages/<noun>_page.py` with a class derived from `pages.base.Page`: it sets `depends_on` (tables of
   `models.schema`) and `hint` (the keys it understands, shown at the foot), builds its widgets in `build()`
   into `self.body`, reads in `refresh()`, names the widget that gets the first focus in `first_focus()`, and
   understands `show_what(**what)` if others jump to it.
2. One line in `pages/__init__.py` `PAGES`: key, word, icon (a file of resources/icons), and a function that
   imports the class. The navigation, Ctrl+1…n and `workspace.go(key)` follow from that line.

`refresh()` is called on the first visit and again when a change touched `depends_on`: at once when the page
is visible, else on its next visit.

A dialog derives from `dialogs.base.FormDialog` (body that scrolls, one red button, Esc closes, errors inline)
and is shown with `open()`.
"""
