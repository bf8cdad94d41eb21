"""What people and files may hold, for properties that are true of all of it. Examples are the same in every run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.core.text.normalise import visible

EXAMPLES = 25

fixed = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

MENTIONS = ("@everyone", "@here", "<@1>", "<@!1>", "<@&2>", "<#3>", "</ask:4>", "<t:1:R>", "<:e:5>", "<id:guide>")
MARKDOWN = (
    *(
        "**",
        "__",
        "*",
        "_",
        "~~",
        "||",
        "`",
        "```",
        "> ",
        ">>> ",
        "# ",
        "### ",
        "-# ",
        "- ",
        "1. ",
        "\\",
        "[a](https://b.c)",
    ),
    *("https://a.b/c", "discord.gg/abc", ":tada:", "<https://a.b>"),
)
UNSEEN = (
    *("\x00", "\x1b[31m", "\x07", "\x7f", "\x85", "\u2028", "\u2029", "\r", "\n", "\t", "\x0b", "\xa0", "\u202f"),
    *("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\u200f", "\ufffe", "\U000e0041"),
)
LETTERS = (
    *("lamp", "keeper ", "storm?", "B-52s", "38", "9" * 30, "a\u0301" * 5, "Z͑ͫ̓ͪ̂ͫ", "ﷺ", "ẞ", "ŉ", "İ", "²½Ⅷ", "２"),
    *(
        "المصباح",
        "הַמִּגְדַּלּוֹר",
        "灯台",
        "👩\u200d🚀",
        "🏴\u200d☠️",
        "🇻🇪",
        "क्षि",
        "กำ",
        "\ud800",
        "\udfff",
        "'",
        "’s",
        '"',
        "$",
        "%s",
        "{0}",
    ),
)

any_text = st.text(st.characters(exclude_categories=[]), max_size=20)
"""Whatever Python holds as text, halves of surrogate pairs included."""

pieces = st.sampled_from((*MENTIONS, *MARKDOWN, *UNSEEN, *LETTERS)) | any_text


@st.composite
def texts(draw: st.DrawFn, *, longest: int = 200) -> str:
    """Hostile text of at most `longest` characters; one in three is as long as that."""
    text = "".join(draw(st.lists(pieces, min_size=1, max_size=12))) or "-"
    if draw(st.integers(0, 2)) == 0:
        text *= longest // len(text) + 1
    return text[:longest]


def lines(longest: int) -> st.SearchStrategy[str]:
    """Hostile text as a curator's file may hold it: on one line, with something to see, in whole characters."""
    return texts(longest=longest).map(_one_line).filter(lambda text: bool(visible(text).strip()))


def _one_line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


TRAPS = (
    *("&a ", "*a", "&a *a", "<<: *a\n", "<<: {a: b}\n", "!!python/object/apply:os.system [ls]", "!x "),
    *("!!set {a}", "!!int 1", "!!binary aGk=\n", "%YAML 1.1\n---\n", "%TAG ! x\n", "---\n", "...\n"),
    *("- ", "? ", ": ", "| \n", ">+9\n", "|-\n"),
    *("[", "]", "{", "}", ",", "'", '"', "#", "\t", "\n", "\n\n", " ", "  ", "@", "`", "=", "~", "null", "''", "0x1F"),
    *("No", "1:30", "1e400", "9" * 5000, "-1", ".inf", ".nan"),
    *("2025-02-30", "99999-01-01", "0000-00-00", "2025-10-15T00:00"),
    *('"\\x00"', '"\\ud800"', '"\\U00110000"', '"\\e[2J"', '"\\N"'),
    *("\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\ud800", "a" * 3000, "[" * 30),
    *("id: a\n", "- id: a\n", "  exact: x\n", "quotes: []\n", "  quotes: {}\n", "importance: 9\n"),
)


@st.composite
def mutated(draw: st.DrawFn, original: bytes) -> bytes:
    """A real file after a few slips: pieces cut, doubled, moved, overwritten."""
    content = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from((0, 0, 1, 4, 30, 300))))
        put = draw(
            st.sampled_from(TRAPS).map(lambda trap: trap.encode("utf-8", "surrogatepass"))
            | st.binary(max_size=8)
            | st.just(content[start:end] * 2)
        )
        content = content[:start] + put + content[end:]
    return content
