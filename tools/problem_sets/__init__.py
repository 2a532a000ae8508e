"""What turns a problem set, one notebook in exercises/, into a page, a hand-out and a graded submission.

notebook.py  what the cells of a set are: given, answer or check; which points; where solutions and hidden tests stand
handout.py   the student's notebook: no solutions, no hidden tests, nothing that only the book understands
page.py      the page (a Sphinx extension, named in _config.yml): solutions folded, hidden tests not shown
grader.py    nbgrader's settings, which exercises/nbgrader_config.py loads; the teacher's machine alone needs nbgrader

A set is written by hand once, in exercises/NN_name/NN_name.ipynb. All of this follows from its cells, so nothing here
knows how many sets there are. Where the page, the download menu and nbgrader must agree, they import the same lines.
"""
