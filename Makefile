# make book    the pages, in _build/html            make test   runs every notebook and every test
# make lab     JupyterLab in chapters/              make bench  time and memory of every notebook
# make execute re-executes and stores the notebooks, all or one: make execute CHAPTER=05
# make pdf     the book as one PDF                  make audit  accessibility and performance of the pages
# make clean   removes what was built                make texts  what a translator fills in: make texts EDITION=ko
#
# Every target sets up .venv first, again only when the requirements changed. To choose the Python: make book PYTHON=python3.12
# make bench-scale  chapter 15 from 1 to 100 million rows, or fewer: make bench-scale LARGEST=10 (millions)
# The slowest tests, for instance ten: make test SLOWEST=10

SHELL := /bin/sh
VENV := .venv/bin/python
BOOK := .venv/installed-book
ALL := .venv/installed-all
INSTALL := $(VENV) tools/install.py
# A kernel must find the packages of .venv, not those of a PYTHONPATH or of the user's home.
unexport PYTHONPATH
export PYTHONNOUSERSITE := 1

.DEFAULT_GOAL := book
.PHONY: book test lab execute bench bench-scale pdf audit texts clean

book: $(BOOK)
	@echo "Building the pages from the stored outputs; warnings are errors."
	@$(VENV) tools/pages.py $(EDITION)

test: $(ALL)
	@echo "Running every notebook and comparing its outputs, then everything in tests/."
	@$(VENV) -m pytest $(if $(SLOWEST),--durations=$(SLOWEST))

lab: $(ALL)
	@echo "Opening JupyterLab in chapters/; stop it with Ctrl-C."
	@$(VENV) -m jupyterlab chapters

execute: $(ALL)
	@echo "Executing $(if $(CHAPTER),chapter $(CHAPTER),all notebooks) and storing the outputs."
	@$(VENV) tools/execute.py $(CHAPTER)

bench: $(ALL)
	@echo "Measuring every notebook, one after the other."
	@$(VENV) tools/bench.py $(CHAPTER)

bench-scale: $(ALL)
	@echo "Measuring chapter 15 on up to $(or $(LARGEST),100) million rows: DuckDB, Dask and scikit-learn."
	@$(VENV) tools/bench_scale.py $(or $(LARGEST),100) $(LIMIT)

pdf: $(BOOK)
	@echo "Printing the book as one PDF with Chromium."
	@$(VENV) tools/pdf.py

audit: book
	@echo "Auditing the pages."
	@$(VENV) tools/audit.py

texts: $(BOOK)
	@echo "Writing the texts to be translated into locales/$(EDITION)."
	@$(VENV) tools/texts.py $(EDITION)

clean:
	@echo "Removing what was built: _build and caches. (The packages stay: .venv)"
	@rm -rf _build .pytest_cache .ruff_cache .hypothesis

$(BOOK): requirements-book.txt constraints.txt | $(VENV)
	@echo "Installing what the pages need into .venv (a minute)."
	@$(INSTALL) requirements-book.txt
	@touch $@

$(ALL): requirements.txt requirements-book.txt requirements-keras2.txt constraints.txt | $(VENV)
	@echo "Installing everything, TensorFlow among it, into .venv (a few minutes)."
	@$(INSTALL) requirements.txt
	@$(INSTALL) --no-deps requirements-keras2.txt
	@touch $(BOOK) $@

# TensorFlow 2.21 has no wheel for Python 3.14, and Keras 3.15 needs 3.11. `-c ''` finds out whether a name really runs.
$(VENV):
	@for python in $${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do \
	    "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
	    echo "Creating .venv with $$("$$python" --version) ($$python)."; \
	    "$$python" -m venv .venv && exit 0; \
	    rm -rf .venv; \
	    echo "$$python cannot create a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; \
	done; \
	echo "The book needs Python 3.11, 3.12 or 3.13, and finds none$${PYTHON:+ under the name $$PYTHON}." >&2; \
	echo "Install one, or say where it is: make PYTHON=/path/to/python3.12" >&2; exit 1
