"""The words of templates, translated when a template is compiled: showing a page looks up none of them.

Templates use the functions and the tag of gettext, as Jinja's extension for it has them
(https://jinja.palletsprojects.com/en/stable/extensions/#i18n-extension): `_("Search")`, `_("By %(name)s", name=…)`,
`ngettext("%(num)s note", "%(num)s notes", count)`, `pgettext("verb", "Open")`, and `{% trans %}…{% endtrans %}`, which
alone may hold HTML. What they write is escaped where it is printed, as are the values in a `{% trans %}`.

Three more leave the values to others. `forms("turn", "turns")` gives all forms of words to the filter `counted`;
`data_forms` gives them to scripts, as attributes called after the categories of `Intl.PluralRules`: `data-one`,
`data-other`; `for_script` gives scripts a sentence.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, TypeGuard

from jinja2 import TemplateAssertionError, nodes
from jinja2.ext import InternationalizationExtension

from generator.languages import Tongue
from generator.languages.catalog import pieces

# Function → how many of its arguments are words; whether the first says what they mean.
_FUNCTIONS = {
    "_": (1, False),
    "gettext": (1, False),
    "pgettext": (2, True),
    "ngettext": (2, False),
    "npgettext": (3, True),
    "forms": (2, False),
    "data_forms": (2, False),
    "for_script": (1, False),
}
_LEAVES = {nodes.TemplateData, nodes.Const, nodes.Name}
COUNTED = "counted"  # the filter that chooses among forms: `Tongue.counted`


class Trans(InternationalizationExtension):
    """The tag `{% trans %}`: HTML with values, in the language of the environment's `tongue`."""

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,  # noqa: ARG002
        num_called_num: bool,  # noqa: ARG002
    ) -> nodes.Output:
        tongue: Tongue = self.environment.tongue  # type: ignore[attr-defined]
        forms = tongue.forms(singular, plural, context or "")
        if plural_expr is None:
            return _output(forms[0], variables)
        variables = {"num": plural_expr, **variables}
        *others, last = forms
        shown: nodes.Node = _output(last, variables)
        for index in range(len(others) - 1, -1, -1):
            chosen = nodes.Filter(plural_expr, "form", [], [], None, None)
            test = nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(index))])
            shown = nodes.If(test, [_output(others[index], variables)], [], [shown])
        return shown  # type: ignore[return-value]


def translated(template: nodes.Template, tongue: Tongue, name: str | None) -> nodes.Template:
    """A template with all its words in a language. TemplateSyntaxError for words that are no constants."""
    _Translator(tongue, name).within(template)
    return template


class _Translator:
    """Puts translated words in the place of calls: by hand, in half the time of Jinja's own visitor."""

    def __init__(self, tongue: Tongue, name: str | None) -> None:
        self._tongue, self._name = tongue, name

    def within(self, node: nodes.Node) -> None:
        """Translates all below a node."""
        for field in node.fields:
            value = getattr(node, field)
            if isinstance(value, list):
                value[:] = [self._visited(one) if isinstance(one, nodes.Node) else one for one in value]
            elif isinstance(value, nodes.Node):
                setattr(node, field, self._visited(value))

    def _visited(self, node: Any) -> Any:
        kind = type(node)
        if kind in _LEAVES:
            return node
        if kind is nodes.Call:
            return self._call(node)
        if kind is nodes.Output:
            return self._output(node)
        self.within(node)
        return node

    def _output(self, node: nodes.Output) -> nodes.Output:
        """What is printed is taken apart, so that constant words become part of the text around them."""
        printed: list[nodes.Expr] = []
        for one in node.nodes:
            if _is_words(one) and _name(one) in ("_", "gettext", "pgettext"):
                printed += _parts(self._forms(one)[0], self._values(one))
            else:
                printed.append(self._visited(one))
        node.nodes = printed
        return node

    def _call(self, node: nodes.Call) -> nodes.Node:
        """A call for words: themselves, a sentence with its values, or the choice among forms."""
        if not _is_words(node):
            self.within(node)
            return node
        forms, values = self._forms(node), self._values(node)
        if _name(node) == "forms":
            return nodes.Const(forms)
        if _name(node) == "for_script":
            return nodes.Const(forms[0])
        if _name(node) == "data_forms":
            return nodes.MarkSafe(nodes.Const(self._attributes(node)))
        if _is_counted(node):
            count = self._visited(node.args[-1])
            given = [nodes.Keyword(name, value) for name, value in values.items()]
            return nodes.Filter(count, COUNTED, [nodes.Const(forms)], given, None, None, lineno=node.lineno)
        parts = _parts(forms[0], values)
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=node.lineno)

    def _forms(self, call: nodes.Call) -> tuple[str, ...]:
        wanted, meant = _FUNCTIONS[_name(call)]
        words = [one.value for one in call.args[:wanted] if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        if len(words) < wanted:
            raise TemplateAssertionError("words to be translated stand in quotes", call.lineno, self._name)
        context = words.pop(0) if meant else ""
        return self._tongue.forms(words[0], words[1] if len(words) > 1 else None, context)

    def _attributes(self, call: nodes.Call) -> str:
        one, more = (word.as_const() for word in call.args)
        forms = self._tongue.categories(one, more)
        return "".join(f' data-{category}="{escape(words)}"' for category, words in forms.items())

    def _values(self, call: nodes.Call) -> dict[str, nodes.Expr]:
        return {one.key: self._visited(one.value) for one in call.kwargs}


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def _is_counted(call: nodes.Call) -> bool:
    return _name(call) in ("ngettext", "npgettext")


def _is_words(node: Any) -> TypeGuard[nodes.Call]:
    return isinstance(node, nodes.Call) and _name(node) in _FUNCTIONS


def _parts(words: str, values: Mapping[str, nodes.Expr]) -> list[nodes.Expr]:
    """Words and values in order; a value that is not given is undefined, which is told when it is printed."""
    found: list[nodes.Expr] = []
    for text, name in pieces(words):
        if text or not (name or found):
            found.append(nodes.Const(text))
        if name:
            found.append(values.get(name) or nodes.Name(name, "load"))
    return found


def _output(html: str, values: Mapping[str, nodes.Expr]) -> nodes.Output:
    return nodes.Output(list(_html(html, values)))


def _html(html: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    for text, name in pieces(html):
        yield nodes.TemplateData(text)
        if name:
            yield values.get(name) or nodes.Name(name, "load")
