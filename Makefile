# Everything is done by tools/dev.py; ARGS goes on to the tool behind it: make test ARGS="tests/models -k undo"
PYTHON ?= python3

.PHONY: run test lint bench gallery fonts
run test lint bench gallery fonts:
	@$(PYTHON) tools/dev.py $@ $(ARGS)
