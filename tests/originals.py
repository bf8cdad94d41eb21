"""Originals of an invented story, as a reader may find it: a web page, Markdown, a Word file, a PDF file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx

PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Harbour pier closed after storm | The Ostrand Post</title>
<link rel="canonical" href="https://post.example/2025/03/05/pier-closed.html">
<meta property="og:site_name" content="The Ostrand Post">
<meta property="og:title" content="Harbour pier closed after storm">
<meta property="article:published_time" content="2025-03-05T18:30:00Z">
<meta property="article:modified_time" content="2025-03-09T18:30:00Z">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Harbour pier closed after storm","datePublished":"2025-03-05T18:30:00Z",
"author":[{"@type":"Person","name":"Ida Maren"},{"@type":"Person","name":"Tor Velt"}],
"publisher":{"@type":"Organization","name":"The Ostrand Post"}}</script>
</head><body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
<main><article>
<h1>Harbour pier closed after storm</h1>
<p class="byline">By Ida Maren and Tor Velt</p>
<figure><img src="a.jpg" alt="The pier"><figcaption>The pier on Tuesday. Photograph: Kit Lund</figcaption></figure>
<p>The west pier of Ostrand harbour was closed on Tuesday after a storm tore away 40&nbsp;metres of its railing, the
Harbour Office said.</p>
<p>“Nobody may walk on it until the inspec&shy;tion is done,” said Lena Brandt, the harbour master. She expects it to
take <b>two weeks</b>.</p>
<div class="newsletter-signup"><h3>Sign up for our newsletter</h3><p>The day’s news in your inbox.</p></div>
<h2>What is damaged</h2>
<p>The Harbour Office listed the following damage on Wednesday:</p>
<ul><li>40 metres of railing on the west pier</li><li>the <a href="/x">steps</a> to the boat house</li></ul>
<p><a href="/other">Read more: Five storms that changed Ostrand</a></p>
<blockquote><p>It is the worst damage since 2009.</p></blockquote>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2009</td><td>120,000 crowns</td></tr></table>
<p>The repair will cost about 300,000 crowns &amp; take until May, according to an estimate by the town. The council has
set aside 100,000 crowns for storms this year, and the rest must come from the reserve.</p>
</article>
<aside class="related"><h3>You may also like</h3>
<ul><li><a href="/1">Lighthouse dark since Tuesday</a></li></ul></aside>
<section class="comments"><h3>Comments</h3><p>First! I think the pier is ugly.</p></section>
</main>
<footer><p>© 2025 The Ostrand Post. All rights reserved.</p></footer>
</body></html>
"""

PAGE_TEXT = """\
Harbour pier closed after storm

The west pier of Ostrand harbour was closed on Tuesday after a storm tore away 40 metres of its railing, the Harbour \
Office said.

“Nobody may walk on it until the inspection is done,” said Lena Brandt, the harbour master. She expects it to take two \
weeks.

What is damaged

The Harbour Office listed the following damage on Wednesday:

- 40 metres of railing on the west pier

- the steps to the boat house

It is the worst damage since 2009.

Year | Cost

2009 | 120,000 crowns

The repair will cost about 300,000 crowns & take until May, according to an estimate by the town. The council has set \
aside 100,000 crowns for storms this year, and the rest must come from the reserve.
"""

MARKDOWN = """\
---
title: "The pier: closed"
author: [Ida Maren, Tor Velt]
date: 2025-03-05
canonical: https://post.example/pier
---
# Harbour pier *closed*

The west pier was [closed](https://post.example/x) on Tuesday, the
Harbour **Office** said &amp; confirmed.

1. the railing
2. the steps
   - of the boat house

> It is the worst damage since 2009.

| Year | Cost |
|------|------|
| 2009 | 120,000 crowns |

<div>A box.</div>

![The pier](pier.png)
"""

MARKDOWN_TEXT = """\
Harbour pier closed

The west pier was closed on Tuesday, the Harbour Office said & confirmed.

1. the railing

2. the steps

- of the boat house

It is the worst damage since 2009.

Year | Cost

2009 | 120,000 crowns
"""

WORD_TEXT = """\
Harbour pier closed

The west pier was closed on Tuesday.

- 40 metres of railing

Year | Cost

2009 | 120,000 crowns

The rest stays open.
"""


def word_file() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Pier closed"
    document.core_properties.author = "Ida Maren"
    document.add_heading("Harbour pier closed", 1)
    document.add_paragraph("The west pier was closed on Tuesday.")
    document.add_paragraph("40 metres of railing", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, texts in enumerate((("Year", "Cost"), ("2009", "120,000 crowns"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.add_paragraph("The rest stays open.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PdfText = tuple[str, int, int, int]
"""A line of a PDF page: its text, distance from the left and from the bottom in points, and font size."""


def pdf_file(pages: Sequence[Iterable[PdfText]], *, title: str = "Pier closed") -> bytes:
    """A small PDF file with these lines on its pages."""
    numbers = [4 + 2 * page for page in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in zip(numbers, pages, strict=True):
        drawn = "\n".join(f"BT /F1 {size} Tf {left} {base} Td ({text}) Tj ET" for text, left, base, size in page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    objects.append(f"<< /Title ({title}) /Author (Ida Maren) /CreationDate (D:20250305120000Z) >>")
    body, offsets = b"%PDF-1.4\n", []
    for index, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{index} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body + (end + trailer).encode()
