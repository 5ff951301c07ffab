"""What an author may write in a template: a small part of Jinja2, sandboxed and strict.

Text is never joined to values inside an expression (no ~, no +, no text filters): only so is
every printed value a token, and a `{% set %}` block or macro safe to print again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from mailroom.errors import LetterFault, PolicyFault
from mailroom.letters.dates import long_date
from mailroom.letters.values import ValueLedger, finalized

_LEDGER = "mailroom_ledger"
_REFUSED = (
    nodes.BinExpr,
    nodes.Concat,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.FilterBlock,
    nodes.EvalContextModifier,
)
_ALLOWED = (nodes.And, nodes.Or)  # BinExpr as well, but they join no text


def render(body: str, language: str, values: dict[str, object], ledger: ValueLedger) -> str:
    """The Markdown of one letter, with tokens in place of values. Raises LetterFault."""
    try:
        return compiled(body, language).render({**values, _LEDGER: ledger})
    except SecurityError:
        raise LetterFault("the template reaches for what the sandbox refuses") from None
    except TemplateError as fault:
        raise LetterFault(f"the template cannot be filled: {type(fault).__name__}") from None


@lru_cache(maxsize=256)
def compiled(body: str, language: str) -> Template:
    """The template as Jinja2 code; the same text is compiled once in a process."""
    return _environment(language).from_string(body)


def names_used(body: str, language: str, where: str, first_line: int) -> dict[str, int]:
    """Each name the template asks for, with its line. Raises PolicyFault on what is not allowed."""
    environment = _environment(language)
    try:
        tree = environment.parse(body)
        environment.compile(tree)
        tree = environment.parse(body)
    except TemplateSyntaxError as fault:
        line = first_line + fault.lineno - 1
        raise PolicyFault(f"{where}:{line}: {fault.message}; correct the template") from None
    for node in _refused_nodes(tree):
        raise PolicyFault(
            f"{where}:{first_line + node.lineno - 1}: {type(node).__name__} is not allowed in "
            "letters; write the text out and print each value by itself"
        )
    undeclared = meta.find_undeclared_variables(tree)
    return {
        name.name: first_line + name.lineno - 1
        for name in tree.find_all(nodes.Name)
        if name.name in undeclared
    }


def _refused_nodes(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.find_all(nodes.Node):
        joins = isinstance(node, _REFUSED) and not isinstance(node, _ALLOWED)
        method = isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name)
        if joins or method:
            yield node


@lru_cache(maxsize=8)
def _environment(language: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=True,  # so that blocks and macros come back as Markup: text with tokens
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.clear()
    environment.filters = {"long_date": lambda value: long_date(value, language)}
    environment.tests = {"defined": environment.tests["defined"]}
    return environment


@pass_context
def _finalize(context: Context, value: object) -> Markup:
    ledger: ValueLedger = context[_LEDGER]
    return finalized(ledger, value)
