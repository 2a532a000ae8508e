# make book    the pages, in _build/html            make test   runs every notebook and every test
# make lab     JupyterLab in chapters/              make bench  time and memory of every notebook
# make execute re-executes and stores the notebooks, all or one: make execute CHAPTER=05
# make pdf     the book as one PDF                  make audit  accessibility and performance of the pages
# make clean   removes what was built                make texts  what a translator fills in: make texts EDITION=ko
#
# Every target sets up .venv first, again only when the requirements changed. To choose the Python: make book PYTHON=python3.12
# make bench-scale  chapter 15 from 1 to 100 million rows, or fewer: make bench-scale LARGEST=10 (millions)
# The slowest tests, for instance ten: make test SLOWEST=10
#
# For the teacher; all of it stands in classroom/, and SET=02 takes one set alone:
# make release                      problem_sets.zip, for the students
# make collect FROM=folder-or-zip   takes in what they handed in
# make grade                        grades what is new or changed (AGAIN=1: all of it)
# make marks                        opens nbgrader's page for grading by hand
# make feedback                     an HTML file for each student and set
# make scores                       scores.csv
# make bench-grading                time and memory of grading 10, 30 and 90 submissions
# make test-classroom               the slow tests of all this

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
.PHONY: release collect grade marks feedback scores bench-grading test-classroom

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

CLASSROOM = $(VENV) tools/classroom.py
ONE_SET = $(if $(SET),--set "$(SET)")

release: $(ALL)
	@$(CLASSROOM) release $(ONE_SET)

collect: $(ALL)
	@test -n "$(FROM)" || { echo "Say what to collect: make collect FROM=folder-or-zip" >&2; exit 1; }
	@$(CLASSROOM) collect $(ONE_SET) -- "$(FROM)"

grade: $(ALL)
	@$(CLASSROOM) grade $(ONE_SET) $(if $(AGAIN),--again) $(OPTIONS)

# In exercises/, where nbgrader finds its settings.
marks: $(ALL)
	@echo "Opening nbgrader's page for grading by hand; stop it with Ctrl-C."
	@cd exercises && ../$(VENV) -m jupyterlab --ServerApp.root_dir=.. --LabApp.default_url=/formgrader

feedback: $(ALL)
	@$(CLASSROOM) feedback $(ONE_SET)

scores: $(ALL)
	@$(CLASSROOM) scores $(ONE_SET)

bench-grading: $(ALL)
	@$(CLASSROOM) bench $(ONE_SET) $(SIZES)

test-classroom: $(ALL)
	@echo "Testing the teacher's commands with real submissions; a few minutes."
	@$(VENV) -m pytest tests/teaching

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
