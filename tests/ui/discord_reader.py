"""Reads markdown as Discord's client does: what is shown, and what came alive (links, mentions, styles, lists)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_RULES = (
    ("quote", re.compile(r" *>>> ?(?P<inner>[\s\S]*)")),
    ("quote", re.compile(r" *>[ \t](?P<inner>[^\n]*(?:\n *>[ \t][^\n]*)*)")),
    ("subtext", re.compile(r"[^\S\n]*-#[^\S\n]+(?P<inner>[^\n]*)")),
    ("heading", re.compile(r"[^\S\n]*#{1,3}[^\S\n]+(?P<inner>[^\n]*)")),
    ("list", re.compile(r"[^\S\n]*(?:[*+-]|[0-9]+[.)])[^\S\n]+(?P<inner>[^\n]*)")),
)
_INLINE_RULES = (
    ("\\", "escape", re.compile(r"\\(?P<inner>[^0-9A-Za-z\s])")),
    ("`", "code", re.compile(r"```(?P<inner>[\s\S]+?)```")),
    ("`", "code", re.compile(r"(?P<tick>`+)(?P<inner>[\s\S]*?[^`])(?P=tick)(?!`)")),
    ("<", "mention", re.compile(r"<(?:@[!&]?|#|id:)[^>\s]+>")),
    ("@", "mention", re.compile(r"@(?:everyone|here)")),
    ("<", "command", re.compile(r"</[^>\n]+>")),
    ("<", "time", re.compile(r"<t:-?[0-9]+(?::[tTdDfFRsS])?>")),
    ("<", "emoji", re.compile(r"<a?:\w+:[0-9]+>")),
    (":", "emoji", re.compile(r":[^\s:]+?:")),
    ("<", "link", re.compile(r"<[^: >\s]+:/?[^ >]+>")),
    ("<", "link", re.compile(r"<[^ >\s]+@[^ >\s]+>")),
    ("<", "link", re.compile(r"<\+[0-9 ()-]+>")),
    ("hs", "link", re.compile(r"(?:https?|steam)://[^\s<]+")),
    ("d", "invitation", re.compile(r"discord(?:app)?\.(?:com|gg)/\S+")),
    ("[", "link", re.compile(r"\[(?P<inner>[^\]]*)\]\([^)\n]*\)")),
    ("*", "bold", re.compile(r"\*\*(?P<inner>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("_", "underline", re.compile(r"__(?P<inner>(?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("*", "emphasis", re.compile(r"\*(?P<inner>(?:\\[\s\S]|[^\\*])+?)\*(?!\*)")),
    ("_", "emphasis", re.compile(r"_(?P<inner>(?:\\[\s\S]|[^\\_])+?)_(?!\w)")),
    ("~", "strike", re.compile(r"~~(?P<inner>(?:\\[\s\S]|[^\\])+?)~~")),
    ("|", "spoiler", re.compile(r"\|\|(?P<inner>[\s\S]+?)\|\|")),
)
"""Each with the characters that a match of it may begin with."""

_BY_START = {
    start: tuple((kind, rule) for starts, kind, rule in _INLINE_RULES if start in starts)
    for start in "".join(starts for starts, _, _ in _INLINE_RULES)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    shown: str
    live: tuple[str, ...]


def read(markdown: str) -> Reading:
    live: list[str] = []
    shown = _read(markdown, live)
    return Reading(shown=shown, live=tuple(live))


def _read(text: str, live: list[str]) -> str:
    shown, at = "", 0
    while at < len(text):
        kind, found = _match(text, at)
        if found is None:
            shown += text[at]
            at += 1
            continue
        inner = found.groupdict().get("inner")
        if kind == "escape":
            shown += inner or ""
        else:
            live.append(kind)
            shown += _inner(kind, inner, live)
        at = found.end()
    return shown


def _match(text: str, at: int) -> tuple[str, re.Match[str] | None]:
    starts_line = at == 0 or text[at - 1] == "\n"
    for kind, rule in (*(_LINE_RULES if starts_line else ()), *_BY_START.get(text[at], ())):
        found = rule.match(text, at)
        if found:
            return kind, found
    return "", None


def _inner(kind: str, inner: str | None, live: list[str]) -> str:
    if inner is None:
        return "\ufffc"
    if kind == "code":
        return inner
    if kind == "quote":
        inner = re.sub(r"\n *>[ \t]", "\n", inner)
    return _read(inner, live)
