"""What the chapters share, a room for each: paths, style (figures, colours), arguments (checks), crash (the data).

A chapter's setup cell imports it first, before Keras. It does not import TensorFlow itself, so a chapter that only
needs scores starts quickly.
"""

import os

# TensorFlow reads these when it is imported: no log lines on the page, and arithmetic that does not depend on oneDNN.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
# The matrices here are small: more threads only wait for each other, for many times as long on a busy machine.
# Read when NumPy is imported, so before the rooms are.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

from .arguments import (
    check_binary,
    check_binary_and_probabilities,
    check_binary_and_scores,
    check_choice,
    check_classes,
    check_classes_and_scores,
    check_column,
    check_counts,
    check_flag,
    check_integer,
    check_labels,
    check_number,
    check_rates,
    check_scores,
    check_sums,
    check_zero_division,
)
from .crash import AIRBAGS, SPEEDS, load_crash, load_crash_scores
from .paths import DATA, ROOT
from .style import NEGATIVE, NEUTRAL, POSITIVE

__all__ = [
    "AIRBAGS",
    "DATA",
    "NEGATIVE",
    "NEUTRAL",
    "POSITIVE",
    "ROOT",
    "SPEEDS",
    "check_binary",
    "check_binary_and_probabilities",
    "check_binary_and_scores",
    "check_choice",
    "check_classes",
    "check_classes_and_scores",
    "check_column",
    "check_counts",
    "check_flag",
    "check_integer",
    "check_labels",
    "check_number",
    "check_rates",
    "check_scores",
    "check_sums",
    "check_zero_division",
    "load_crash",
    "load_crash_scores",
]
