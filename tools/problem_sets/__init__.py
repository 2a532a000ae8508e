"""What turns a problem set, one notebook in exercises/, into a page, a hand-out and a graded submission.

notebook.py  what the cells of a set are: given, answer or check; which points; where solutions and hidden tests stand
handout.py   the student's notebook: no solutions, no hidden tests, nothing that only the book understands
page.py      the page (a Sphinx extension, named in _config.yml): solutions folded, hidden tests not shown

The rest is the teacher's, who alone needs nbgrader. tools/classroom.py is its command:

grader.py    nbgrader's settings, which exercises/nbgrader_config.py loads
course.py    where the things of a course lie
release.py   the students' zip
names.py     who handed in what, from the names of files
collect.py   takes in what was handed in
run.py       runs one submission within limits
grade.py     grades a class
feedback.py  what goes back to the students
scores.py    the scores as CSV
bench.py     how long grading takes, and how much memory

A set is written by hand once, in exercises/NN_name/NN_name.ipynb. All of this follows from its cells, so nothing here
knows how many sets there are. Where the page, the download menu and nbgrader must agree, they import the same lines.
"""
