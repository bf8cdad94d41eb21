from __future__ import annotations

import datetime as dt
import hashlib
import io
import sys
import zipfile
from pathlib import Path

import drafts
import pytest
from originals import MARKDOWN, MARKDOWN_TEXT, PAGE, PAGE_TEXT, WORD_TEXT, PdfText, pdf_file, word_file

from bot.errors import UsageError
from bot.reading import ExtractedText, read_source
from bot.reading import word as word_reader
from bot.reading.decoding import decode_page, decode_text
from bot.reading.extracted import Original, OriginalKind
from bot.reading.read import extract

TODAY = dt.date(2025, 11, 29)


def read(path: Path | str, stdin: io.TextIOBase | None = None) -> ExtractedText:
    return read_source(str(path), stdin=stdin or io.StringIO(), today=TODAY)  # type: ignore[arg-type]


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def lines(*texts: str, top: int = 800, left: int = 50, size: int = 11) -> list[PdfText]:
    return [(text, left, top - 14 * number, size) for number, text in enumerate(texts)]


def test_a_page_is_read_without_what_is_around_its_article(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "pier.html", PAGE))

    assert found.text == PAGE_TEXT
    assert found.title == "Harbour pier closed after storm"
    assert found.authors == ("Ida Maren", "Tor Velt")
    assert found.publisher == "The Ostrand Post"
    assert found.published == dt.date(2025, 3, 5)
    assert found.address == "https://post.example/2025/03/05/pier-closed.html"
    assert found.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert found.retrieved == TODAY
    assert found.guessed == frozenset()


def test_what_a_page_does_not_say_in_so_many_words_is_a_guess(tmp_path: Path) -> None:
    bare = PAGE[: PAGE.index("<link")] + PAGE[PAGE.index("</head>") :]
    found = read(saved(tmp_path, "pier.html", bare))

    assert found.title == "Harbour pier closed after storm"
    assert found.authors == ("Ida Maren", "Tor Velt")
    assert found.guessed == {"published", "publisher", "authors"}
    assert found.address == ""


def test_markdown_is_read_without_its_markup_and_with_its_front_matter(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "pier.md", MARKDOWN))

    assert found.text == MARKDOWN_TEXT
    assert (found.title, found.authors) == ("The pier: closed", ("Ida Maren", "Tor Velt"))
    assert (found.published, found.address) == (dt.date(2025, 3, 5), "https://post.example/pier")


@pytest.mark.parametrize("front", [
    *("- a\n- b", "title: [", "title: 5\ndate: soon\nauthor: {a: b}", "x: &a [*a]"),
    *("date: !!timestamp soon", "date: !!bool soon", "date: !!int ''", f"title: {'[' * 3000}"),
])  # fmt: skip
def test_front_matter_that_says_nothing_is_left_out(tmp_path: Path, front: str) -> None:
    found = read(saved(tmp_path, "pier.md", f"---\n{front}\n---\nThe pier is closed.\n"))

    assert found.text == "The pier is closed.\n"
    assert (found.title, found.authors, found.published) == ("", (), None)


def test_a_line_break_of_markdown_separates_words_and_a_list_may_begin_with_any_number(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "pier.md", "The pier<br>is *closed*.<BR/>\n\n0. Rope\n1. Lamp\n\nThen:\n\n7. Oil\n"))

    assert found.text == "The pier\nis closed.\n\n0. Rope\n\n1. Lamp\n\nThen:\n\n7. Oil\n"


def test_a_word_file_is_read_in_the_order_of_its_blocks(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "pier.docx", word_file()))

    assert found.text == WORD_TEXT
    assert (found.title, found.authors) == ("Pier closed", ("Ida Maren",))
    assert found.guessed == {"title", "authors", "published"}


def test_the_lines_of_a_pdf_file_become_paragraphs_again(tmp_path: Path) -> None:
    head, foot = ("The Ostrand Post", 50, 820, 9), ("Page {}", 280, 20, 9)
    first = [
        head,
        ("Harbour pier closed", 50, 780, 20),
        *lines("The west pier was closed on Tues-", "day after a storm, the Harbour Office", "said.", top=750),
        *lines("Nobody may walk on it until the in-", "spection is done. The well-", top=690),
        (foot[0].format(1), *foot[1:]),
    ]
    second = [
        head,
        *lines("known steps are gone. The steps are", "well known.", top=790),
        *lines("• the railing", "• the steps", top=740),
        (foot[0].format(2), *foot[1:]),
    ]
    found = read(saved(tmp_path, "pier.pdf", pdf_file([first, second])))

    assert found.text.split("\n\n") == [
        "Harbour pier closed",
        "The west pier was closed on Tuesday after a storm, the Harbour Office said.",
        "Nobody may walk on it until the inspection is done. The well-known steps are gone. The steps are well known.",
        "• the railing",
        "• the steps\n",
    ]
    assert (found.title, found.authors, found.published) == ("Pier closed", ("Ida Maren",), dt.date(2025, 3, 5))


def test_an_indented_line_of_a_pdf_file_begins_a_paragraph(tmp_path: Path) -> None:
    page = [
        *lines("Harbour pier closed", top=800, left=70),
        *lines("The west pier was closed on Tuesday", top=786, left=70),
        *lines("after a storm broke its long railing.", top=772),
        *lines("Nobody may walk on it until the whole", top=758, left=70),
        *lines("inspection is done.", top=744),
    ]
    found = read(saved(tmp_path, "pier.pdf", pdf_file([page])))

    assert found.text.split("\n\n") == [
        "Harbour pier closed",
        "The west pier was closed on Tuesday after a storm broke its long railing.",
        "Nobody may walk on it until the whole inspection is done.\n",
    ]


def test_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    found = read(saved(tmp_path, "pier.txt", b"\xef\xbb\xbfOne  line\r\nmore.\r\n\r\n\r\nTwo.\r\n"))

    assert found.text == "One  line\nmore.\n\n\nTwo.\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PAGE.encode(), OriginalKind.HTML),
        (b"The pier.", OriginalKind.TEXT),
        (word_file(), OriginalKind.WORD),
        (pdf_file([lines("A.")]), OriginalKind.PDF),
    ],
    ids=["page", "text", "word", "pdf"],
)
def test_standard_input_is_told_by_its_first_bytes(content: bytes, kind: OriginalKind) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(content))

    assert read("-", stdin).kind is kind


BAD = {
    "nowhere.txt": (None, "there is no such file"),
    "empty.txt": (b" \n\xe2\x80\x8b", "is empty"),
    "latin.txt": ("A.\nDer Müller.".encode("cp1252"), "latin.txt:2: is not UTF-8 (byte 0xFC at offset 8)"),
    "page.txt": (PAGE, "is an HTML page, though its name ends in .txt; name it page.html"),
    "pier.pdf": (b"The pier.", "is plain text, though its name ends in .pdf; save it again"),
    "half.pdf": (pdf_file([lines("A.")])[:200], "cannot be read as a PDF file"),
    "scan.pdf": (pdf_file([[]]), "has no text, only pictures of it"),
    "pier.docx": (b"PK\x03\x04 nonsense", "cannot be read as a Word file"),
    "pier.doc": (b"\xd0\xcf\x11\xe0 x", "save it as .docx"),
    "pier.rtf": (b"{\\rtf1 x}", "save it as .docx or .txt"),
    "pier.odt": (b"PK\x03\x04", "draft reads .txt, .md, .html, .pdf and .docx, and not .odt"),
    "pier.png": (b"\x89PNG\r\n", "a picture"),
    "app.html": ("<html><body><div id=app></div></body></html>", "no article was found in the page"),
    "zero.html": (b"", "no article was found in the page"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    path = tmp_path / name if content is None else saved(tmp_path, name, content)

    with pytest.raises(UsageError) as refused:
        read(path)

    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a file"):
        read(tmp_path)


def test_a_word_file_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_reader, "_MAX_UNPACKED", 10_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 20_000)

    with pytest.raises(UsageError, match="unpacks to more than"):
        read(saved(tmp_path, "bomb.docx", out.getvalue()))


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("pier.html", PAGE.encode(), "trafilatura"),
        ("pier.pdf", pdf_file([lines("A.")]), "pypdf"),
        ("pier.docx", word_file(), "python-docx"),
    ],
    ids=["page", "pdf", "word"],
)
def test_a_missing_library_is_told_with_the_way_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, package: str
) -> None:
    monkeypatch.setitem(sys.modules, {"python-docx": "docx"}.get(package, package), None)

    with pytest.raises(UsageError, match=f"needs the package {package}, which is not installed. Install it with pip"):
        read(saved(tmp_path, name, content))


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("<p>Müller".encode(), "", "<p>Müller"),
        ("<p>Müller".encode("cp1252"), "", "<p>Müller"),
        ("<p>“Müller”".encode("cp1252"), "iso-8859-1", "<p>“Müller”"),
        ('<meta charset="windows-1251"><p>Мука'.encode("cp1251"), "", '<meta charset="windows-1251"><p>Мука'),
        ('<meta charset="windows-1251"><p>Мука'.encode(), "utf-8", '<meta charset="windows-1251"><p>Мука'),
        ("<p>日本".encode("shift_jis"), "Shift_JIS", "<p>日本"),
        (b"\xff\xfe" + "<p>Müller".encode("utf-16-le"), "utf-8", "<p>Müller"),
        ('<meta charset="utf-16"><p>Müller'.encode(), "", '<meta charset="utf-16"><p>Müller'),
        ("<p>Müller".encode(), "base64", "<p>Müller"),
        ("<p>Müller".encode(), "no such thing", "<p>Müller"),
    ],
)
def test_a_page_is_decoded_by_its_mark_then_the_server_then_itself(content: bytes, charset: str, text: str) -> None:
    assert decode_page(Original(name="x", content=content, kind=OriginalKind.HTML, charset=charset)) == text


def test_a_text_that_is_not_in_the_character_set_of_its_server_is_refused_by_the_name_of_that() -> None:
    with pytest.raises(UsageError, match=r"^x:1: is not BIG5 \(byte 0xFF at offset 0\); save it as UTF-8\.$"):
        decode_text(Original(name="x", content=b"\xff\xff", kind=OriginalKind.TEXT, charset="big5"))


@pytest.mark.parametrize(
    ("named", "fetched", "expected"),
    [
        ("https://www.post.example/pier", "https://m.post.example/pier?x=1", "https://www.post.example/pier"),
        ("https://other.co.uk/pier", "https://post.co.uk/pier", "https://post.co.uk/pier"),
        ("https://amp.post.co.uk/pier", "https://www.post.co.uk/pier", "https://amp.post.co.uk/pier"),
        ("https://mobile.de/pier", "https://m.de/pier", "https://m.de/pier"),
        ("https://www.mobile.de/pier", "https://mobile.de/pier?x=1", "https://www.mobile.de/pier"),
        ("https://other.example/pier", "https://www.post.example/pier", "https://www.post.example/pier"),
        ("https://www.post.example/", "https://www.post.example/pier", "https://www.post.example/pier"),
        ("https://www.post.example/pier", "http://127.0.0.1:8000/pier", "https://www.post.example/pier"),
        ("https://www.post.example/pier", "http://localhost/pier", "https://www.post.example/pier"),
        ("https://www.post.example/pier", "http://8.8.8.8/pier", "http://8.8.8.8/pier"),
        ("https://www.post.example/pier", "", "https://www.post.example/pier"),
        ("https://www.post.example/", "", ""),
    ],
)
def test_the_address_that_a_page_names_counts_if_it_leads_to_an_article_of_its_site(
    named: str, fetched: str, expected: str
) -> None:
    page = PAGE.replace("https://post.example/2025/03/05/pier-closed.html", named)
    original = Original(name="x", content=page.encode(), kind=OriginalKind.HTML, address=fetched)

    assert extract(original, today=TODAY).address == expected


@pytest.mark.parametrize("around", ["<div>{}</div>", "<div><p>{}</p></div>", "<table><tr><td>{}</td></tr></table>"])
def test_two_line_breaks_separate_paragraphs_and_one_does_not(tmp_path: Path, around: str) -> None:
    paragraphs = [" ".join(paragraph.split()) for paragraph in drafts.TEXT.split("\n\n")[2:9]]
    inner = "<br>\n<BR />".join(paragraphs).replace("The museum closed", "<br/>The museum closed")
    found = read(saved(tmp_path, "old.html", f"<body><h1>Varn</h1>{around.format(inner)}</body>"))

    # trafilatura makes a space of a single line break inside a table.
    text = found.text.replace("\nThe museum closed", " The museum closed")
    assert text.endswith("\n\n".join(paragraphs) + "\n")


def test_a_list_inside_of_a_list_has_numbers_of_its_own(tmp_path: Path) -> None:
    prose = "<p>The pier of Ostrand was closed after a storm, its owners said, and stays closed for a week of work.</p>"
    steps = "<ol><li>Close<ul><li>the gate</li></ul></li><li>Mend<ol><li>planks</li></ol></li><li>Open</li></ol>"
    found = read(saved(tmp_path, "pier.html", f"<html><body><article>{prose}{steps}{prose}</article></body></html>"))

    assert found.text.split("\n\n")[1:-1] == ["1. Close", "- the gate", "2. Mend", "1. planks", "3. Open"]


@pytest.mark.parametrize(
    ("above", "authors", "published"),
    [
        ("By Ida Maren, harbour correspondent\nPublished 5 March 2025", ("Ida Maren",), dt.date(2025, 3, 5)),
        ("BY IDA MAREN AND TOR O'VELT\n\nOct. 17, 2025", ("IDA MAREN", "TOR O'VELT"), dt.date(2025, 10, 17)),
        ("By Ida van der Maren and Tor Velt\nPublished: Tuesday, March 4, 2025 at 10:40 a.m. EST",
         ("Ida van der Maren", "Tor Velt"), dt.date(2025, 3, 4)),
        ("Posted on 2025-03-05", (), dt.date(2025, 3, 5)),
        ("By the newsroom\nUpdated 5 March 2025", (), None),
        ("By New Year Ida Maren had left. On 4 March 2025 it rained.", (), None),
        ("The pier closed on 4 March 2025.", (), None),
    ],
)  # fmt: skip
def test_the_lines_above_a_text_name_its_authors_and_its_day(
    tmp_path: Path, above: str, authors: tuple[str, ...], published: dt.date | None
) -> None:
    found = read(saved(tmp_path, "pier.txt", f"Pier closed\n\n{above}\n\nA storm hit the pier.\n"))

    assert (found.authors, found.published) == (authors, published)
    assert found.guessed == {name for name, value in {"authors": authors, "published": published}.items() if value}
