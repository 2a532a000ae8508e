"""Small mistakes in the solutions of a problem set: each mutant is one answer with one change.

The changes are those that happen: a comparison that lets the limit in or out, another operator, a constant off by one,
two arguments exchanged, an argument forgotten, max for min, mean for sum, macro for micro, test for validation, 0 for
nan, a condition turned round. What is only printed, or only said in a message or a docstring, stays as it is.
"""

import ast
import copy
import signal
from contextlib import contextmanager, redirect_stdout

import numpy as np
import pandas as pd

from submissions import attempts

COMPARISONS = {
    ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE], ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.FloorDiv: ast.Div,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And, ast.Mod: ast.Add,
}  # fmt: skip
PAIRS = ["argmax argmin", "max min", "maximum minimum", "idxmax idxmin", "any all", "sum mean", "left right",
         "macro micro", "ones zeros", "ones_like zeros_like", "ceil floor"]  # fmt: skip
EXCHANGED = {a: b for pair in PAIRS for a, b in (pair.split(), pair.split()[::-1])}
SPLITS = {"_val": "_test", "_test": "_val"}


def exchanged(name):
    """The name that one writes by mistake for this one, or None."""
    if name in EXCHANGED:
        return EXCHANGED[name]
    return next((name.removesuffix(end) + other for end, other in SPLITS.items() if name.endswith(end)), None)


def changes(node):
    """The mistakes in one node: functions that make the mistake in a copy of it."""
    match node:
        case ast.Compare(ops=[first, *_]):
            for new in COMPARISONS.get(type(first), []):
                yield lambda copied, new=new: copied.ops.__setitem__(0, new())
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) if type(operator) in OPERATORS:
            yield lambda copied: setattr(copied, "op", OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.USub()):
            yield lambda copied: setattr(copied, "op", ast.UAdd())
        case ast.Constant(value=bool(value)):
            yield lambda copied: setattr(copied, "value", not value)
        case ast.Constant(value=int(value) | float(value)):
            yield lambda copied: setattr(copied, "value", value + 1)
            if 0 < value < 1:
                yield lambda copied: setattr(copied, "value", 100 * value)  # percent for a share
        case ast.Constant(value=str(value)) if value in EXCHANGED:
            yield lambda copied: setattr(copied, "value", EXCHANGED[value])
        case ast.Name(id=name, ctx=ast.Load()) if exchanged(name):
            yield lambda copied: setattr(copied, "id", exchanged(name))
        case ast.Attribute(attr="nan"):
            yield lambda copied: (
                copied.__dict__.clear(),
                setattr(copied, "__class__", ast.Constant),
                copied.__dict__.update(value=0, kind=None),
            )
        case ast.Attribute(attr=name) if exchanged(name):
            yield lambda copied: setattr(copied, "attr", exchanged(name))
        case ast.If() | ast.IfExp():
            yield lambda copied: setattr(copied, "test", ast.UnaryOp(ast.Not(), copied.test))
    if isinstance(node, ast.Call):
        if len(node.args) > 1 and not any(isinstance(given, ast.Starred) for given in node.args):
            yield lambda copied: copied.args.__setitem__(slice(2), copied.args[1::-1])
        for place, keyword in enumerate(node.keywords):
            if keyword.arg:
                yield lambda copied, place=place: copied.keywords.pop(place)


def names(node, kind):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, kind)}


def is_print(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def bound_in(statement):
    """The names that a statement binds, or of which it changes a part."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Module):
        return set().union(*map(bound_in, statement.body))
    found = names(statement, ast.Store)
    for part in ast.walk(statement):
        if isinstance(part, ast.Subscript | ast.Attribute) and isinstance(part.ctx, ast.Store):
            found |= names(part, ast.Load)
    return found


def only_said(tree, wanted):
    """The nodes in which no mistake can change what is `wanted`: prints, messages, and what no check reads."""
    silent = [part for part in ast.walk(tree) if is_print(part) or isinstance(part, ast.JoinedStr | ast.Raise)]
    wanted = set(wanted)
    for statement in reversed(tree.body):
        calls = isinstance(statement, ast.Expr) and not is_print(statement.value)  # it may change one of its arguments
        if bound_in(statement) & wanted or calls and names(statement, ast.Load) & wanted:
            wanted |= names(statement, ast.Load)
        else:
            silent.append(statement)
    return {id(part) for node in silent for part in ast.walk(node)}


def of_answer(source, wanted):
    """(what was changed, the code of the mutant), for each single mistake that may change the names `wanted`."""
    tree = ast.parse(source)
    left_alone, nodes = only_said(tree, wanted), list(ast.walk(tree))
    before = ast.unparse(tree).splitlines()
    for place, node in enumerate(nodes):
        if id(node) in left_alone:
            continue
        for change in changes(node):
            copied = copy.deepcopy(tree)
            change(list(ast.walk(copied))[place])
            code = ast.unparse(ast.fix_missing_locations(copied))
            line = next((new for old, new in zip(before, code.splitlines()) if old != new), "")
            yield f"line {getattr(node, 'lineno', '?')}: {line.strip()}", code


def definitions(source):
    """{name: the statement that defines it}, of the functions and classes"""
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def unchanged(name, values, right, mutant, solution):
    """Whether a name is bound to what the solution binds it to: a function by its code and by all names that it uses.

    values, right : the names that the mutant and the solution bind; mutant, solution : their definitions.
    """
    if name in solution:
        code = solution[name]
        if name not in mutant or ast.dump(code) != ast.dump(mutant[name]):
            return False
        used = names(code, ast.Load) & set(right) - {name}
        return all(unchanged(other, values, right, mutant, solution) for other in used)
    return name in values and same(values[name], right[name])


def same(one, other):
    """Whether two values are equal."""
    if callable(one) or type(one) is not type(other):
        return False
    if isinstance(one, pd.DataFrame | pd.Series):
        return one.equals(other)
    try:
        np.testing.assert_equal(one, other)  # nan is nan here, and lists and dicts are looked into
    except AssertionError:
        return False
    return True


@contextmanager
def limit(seconds):
    """An endless loop, too, is found."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def try_all(path, every=1):
    """{(answer, what was changed): whether a check fails}, for every mutant of the set that changes something.

    With every=3 only each third one is tried; the others are None.
    """
    results, count = {}, 0
    with redirect_stdout(None):
        for answer, cells, attempt in attempts(path):
            wanted = set()  # by the checks, and by what follows in the exercise
            for other in cells[1:]:
                tree = ast.parse(other.source)
                wanted |= names(tree, ast.Load) - names(tree, ast.Store)
            source = cells[0].source
            solution = definitions(source)
            _, right = attempt(source)
            right = {name: right[name] for name in bound_in(ast.parse(source)) if name in right}  # no comprehension's
            seen = wanted & set(right)
            for what, code in of_answer(source, wanted):
                count += 1
                if count % every:
                    results.setdefault((answer, what))
                    continue
                with limit(20):
                    errors, values = attempt(code)
                mutant = definitions(code)
                if not (seen and all(unchanged(name, values, right, mutant, solution) for name in seen)):
                    results[answer, what] = results.get((answer, what)) is not False and bool(errors)
    return results
