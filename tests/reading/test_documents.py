from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DocumentError
from detente.reading import Coder
from detente.reading.documents import Document, read_document
from detente.reading.language import language_of

ENGLISH = (
    "The ministers of the two states met in the capital and agreed on a plan for the river that was in dispute. " * 3
)


GERMAN = "Die Minister der beiden Staaten trafen sich in der Hauptstadt und einigten sich auf den Plan. " * 5


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_front_matter_is_set_apart_from_the_text(tmp_path: Path) -> None:
    head = "---\ntitle: A memo\nauthor: Somebody\ndate: 2019-04-15\n---\n"
    document = read_document(write(tmp_path / "a.md", head + ENGLISH))
    assert (document.title, document.author, document.date) == ("A memo", "Somebody", dt.date(2019, 4, 15))
    assert document.text == ENGLISH


def test_a_given_day_wins(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", ENGLISH)
    assert read_document(path, date=dt.date(2020, 1, 1)).date == dt.date(2020, 1, 1)


def test_the_body_of_a_page_is_found(tmp_path: Path) -> None:
    body = f"<nav>Home | About</nav><article><p>{ENGLISH}</p></article>"
    page = f"<html><head><title>T</title></head><body>{body}</body></html>"
    document = read_document(write(tmp_path / "a.html", page))
    assert "ministers of the two states" in document.body
    assert "About" in document.text
    assert "About" not in document.body


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "holds no text"),
        ("a.txt", b"\xff\x81\x8d\x00", "is not UTF-8"),
        ("a.txt", "Министры двух государств встретились в столице.".encode(), "not seem to be English but Russian"),
        ("a.txt", "두 나라의 장관들이 수도에서 만나 강에 대한 계획에 합의했다.".encode(), "English but Korean"),
        ("a.txt", b"a\x00b", "NUL"),
        ("a.doc", b"x", "of a kind not read"),
        ("a.pdf", b"not a pdf", "no PDF that can be read"),
        ("a.html", b"<html></html>", "holds no text"),
        ("a.txt", GERMAN.encode(), "does not seem to be English"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read_document(write(tmp_path / name, content))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "none.txt")


@given(st.binary(max_size=400), st.sampled_from([".txt", ".md", ".pdf"]))
def test_any_bytes_are_a_document_or_a_clear_fault(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, suffix: str
) -> None:
    path = write(tmp_path_factory.mktemp("document") / f"a{suffix}", raw)
    try:
        assert read_document(path).text.strip()
    except DocumentError as error:
        assert path.name in str(error)  # noqa: PT017


ESSAY = (
    """Will the Pause Last?

Will the Pause Last?

by Ana Torres

April 10, 2019

Chile and Peru met in Lima in May 2018 and signed an agreement on the river. Nobody had expected it at that time.

Peru accused Chile of espionage in June 2018. The talks have stalled since then, and both sides blame each other.

"""
    + ENGLISH
    + """

Image: The Presidents of Chile and Peru

Courtesy of the Office of the President of Peru

torres.png

Ana is a second-year student at a school of law, where she works on rivers. She met the President of Chile in 2017.

Brazil Threatens Chile With War

Brazil Threatens Chile With War

Why Rivers Matter for Brazil and Peru

Why Rivers Matter for Brazil and Peru
"""
)


def kinds(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for start, end, kind in document.apart:
        found.setdefault(kind, []).append(document.text[start:end])
    return found


def test_a_page_copied_as_text_keeps_its_letters_and_sets_apart_what_is_no_body(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.txt", ESSAY))
    assert document.text == ESSAY
    assert (document.title, document.author, document.date) == (
        "Will the Pause Last?",
        "Ana Torres",
        dt.date(2019, 4, 10),
    )
    found = kinds(document)
    assert found["title"] == ["Will the Pause Last?"] * 2
    assert found["byline"] == ["by Ana Torres"]
    assert len(found["caption"]) == 3
    assert found["author note"][0].startswith("Ana is a second-year student")
    assert len(found["other article"]) == 4
    assert document.body.count("Brazil") == 0


def test_events_are_read_in_the_body_only_and_their_spans_are_those_of_the_file(tmp_path: Path, coder: Coder) -> None:
    document = read_document(write(tmp_path / "a.txt", ESSAY))
    reading = coder.read(document.text, document.date, apart=document.apart)
    assert {"CHL", "PER"} == {event.source for event in reading.events}
    for event in reading.events:
        assert ESSAY[event.start : event.end] == event.sentence
    assert not any("2017" in event.sentence for event in reading.events)


@pytest.mark.parametrize("text", ["Iran condemned Israel", "Peru Threatens Chile\n\nBrazil Condemns Peru", ENGLISH])
def test_a_text_without_a_frame_is_all_body(tmp_path: Path, text: str) -> None:
    assert read_document(write(tmp_path / "a.txt", text)).apart == ()


def test_a_paragraph_on_a_person_in_the_news_is_no_note_on_the_author(tmp_path: Path) -> None:
    person = "Ana Torres was a student of law before Peru arrested her. Chile demanded her release in May."
    text = f"{ENGLISH}\n\n{ENGLISH}\n\n{person}\n\n{ENGLISH}"
    head = f"The River\n\nby Luis Ramos\n\n{text}"
    assert "author note" not in kinds(read_document(write(tmp_path / "a.txt", head)))


PAGE = f"""<!doctype html><html><head><title>Site | The River</title>
<meta property="og:title" content="The River"><meta name="author" content="Ana Torres">
<meta property="article:published_time" content="2019-04-10T08:00:00Z">
<script>var x = "Iran bombed Israel.";</script></head>
<body><nav><a href="/">Home</a> <a href="/w">Iran condemned Israel</a></nav>
<main><article><h1>The River</h1><p class="byline">By Ana Torres</p>
<p>{ENGLISH}</p>
<p>Chile accused Peru of espionage on 3&nbsp;May 2018. Peru denied&shy; it.</p>
<figure><img src="a.png"><figcaption>Iran bombed Israel.</figcaption></figure>
<table><tr><th>Date</th><th>What</th></tr><tr><td>4 June 2018</td><td>Brazil condemned Peru.</td></tr></table>
<p>{ENGLISH}<p>{ENGLISH}
<div class="author-bio"><p>Ana Torres met the President of Iran in 2012.</p></div></article></main>
<aside><ul><li><a href="/a">Iran threatened Israel with war</a></li></ul></aside>
<footer>Iran left Israel.</footer></body></html>"""


def test_a_page_says_its_title_author_and_day_and_only_its_article_is_read(tmp_path: Path, coder: Coder) -> None:
    document = read_document(write(tmp_path / "a.html", PAGE))
    assert (document.title, document.author, document.date) == ("The River", "Ana Torres", dt.date(2019, 4, 10))
    assert "Iran" not in document.body
    assert "Iran condemned Israel" in document.text
    assert "var x" not in document.text
    events = coder.read(document.text, document.date, apart=document.apart).events
    assert {(e.source, str(e.date)) for e in events} >= {("CHL", "2018-05-03"), ("BRA", "2018-06-04")}
    assert all(document.text[event.start : event.end] == event.sentence for event in events)


def test_repeated_paragraphs_of_a_page_stay(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "a.html", PAGE))
    assert document.body.count("ministers of the two states met") == 9


@given(st.text(max_size=300))
def test_any_page_is_read_or_refused_and_what_stands_apart_lies_in_it(
    tmp_path_factory: pytest.TempPathFactory, source: str
) -> None:
    path = write(tmp_path_factory.mktemp("page") / "a.html", f"<p>{source}</p><nav>{source}")
    try:
        document = read_document(path)
    except DocumentError:
        return
    assert all(0 <= start < end <= len(document.text) for start, end, _ in document.apart)


def test_signs_of_markdown_are_no_part_of_a_sentence(tmp_path: Path, coder: Coder) -> None:
    text = "# Iran bombed Israel\n\n- **Chile** [accused](http://example.org/x) *Peru* of espionage.\n"
    document = read_document(write(tmp_path / "a.md", text))
    (event,) = coder.read(document.text, apart=document.apart).events
    assert (event.source, event.target, event.type) == ("CHL", "PER", "ACCUSE")
    assert text[event.start : event.end] == event.sentence


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        ("\u201cChile\u201d accused Peru of espionage.".encode("cp1252"), "Windows-1252"),
        ("Chile accused Peru of espionage.".encode("utf-16"), "UTF-16"),
        (b"\xef\xbb\xbfChile accused Peru of espionage.", ""),
    ],
)
def test_a_wrong_charset_is_mended_and_told(tmp_path: Path, coder: Coder, raw: bytes, remark: str) -> None:
    document = read_document(write(tmp_path / "a.txt", raw))
    assert remark in "".join(document.remarks)
    assert coder.code(document.text)[0].source == "CHL"


def test_a_page_is_read_in_the_charset_that_it_declares(tmp_path: Path) -> None:
    page = f'<meta charset="iso-8859-2"><p>Mr. Wałęsa spoke. {ENGLISH}</p>'.encode("iso-8859-2")
    assert "Wałęsa" in read_document(write(tmp_path / "a.html", page)).text


def pdf(pages: list[str], *, password: str = "") -> bytes:
    """A PDF of the simplest kind: lines of text, a page a string."""
    from pypdf import PdfReader, PdfWriter

    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects += [f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    objects += ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for n, page in enumerate(pages):
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in page.split("\n")) if page else ""
        stream = f"BT /F1 12 Tf 50 800 Td {lines}ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, places = b"%PDF-1.4\n", []
    for n, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{n} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    body += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{body.find(b'xref')}\n%%EOF".encode()
    if not password:
        return body
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(body))), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_pdf_loses_its_running_heads_and_mends_its_broken_words(tmp_path: Path, coder: Coder) -> None:
    told = ["Chile con-\ndemned Peru.", "Peru con-\ndemned Brazil.", "Brazil con-\ndemned Chile."]
    pages = [f"River Report 2019, page {n}\n{words}" for n, words in enumerate(told, start=1)]
    document = read_document(write(tmp_path / "a.pdf", pdf(pages)))
    assert "River Report" not in document.body
    events = coder.read(document.text, apart=document.apart).events
    assert [event.type for event in events] == ["ACCUSE"] * 3
    assert all(document.text[event.start : event.end] == event.sentence for event in events)


@pytest.mark.parametrize(
    ("raw", "said"),
    [(pdf(["", ""]), "character recognition"), (pdf(["Chile met Peru."], password="x"), "encrypted")],
)
def test_a_pdf_of_pictures_and_an_encrypted_one_say_what_to_do(tmp_path: Path, raw: bytes, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read_document(write(tmp_path / "a.pdf", raw))


def test_soft_hyphens_and_curly_quotes_leave_offsets_right(tmp_path: Path, coder: Coder) -> None:
    text = "\u201cPe\u00adru\u2019s minis\u00adter\u201d said nothing. Chile con\u00addemned Pe\u00adru."
    document = read_document(write(tmp_path / "a.txt", text))
    event = coder.code(document.text)[-1]
    assert (event.source, event.target) == ("CHL", "PER")
    assert text[event.start : event.end] == event.sentence == "Chile con\u00addemned Pe\u00adru."


def test_mixed_scripts_are_read_for_their_english(tmp_path: Path, coder: Coder) -> None:
    text = f"Peru said \u201c우리는 협상을 원한다\u201d. Chile condemned Peru. {ENGLISH}"
    document = read_document(write(tmp_path / "a.txt", text))
    assert any(event.source == "CHL" and event.target == "PER" for event in coder.code(document.text))


def test_a_sentence_of_twenty_thousand_words_is_read_in_pieces(coder: Coder) -> None:
    text = "Chile condemned Peru, " + "and the river rose, " * 5000 + "and Brazil praised Peru."
    found = coder.code(text)
    assert {"CHL", "BRA"} <= {event.source for event in found}
    assert all(text[event.start : event.end] == event.sentence for event in found)


@pytest.mark.parametrize(
    "text", ["The two states met.", "La paz.", "Brazil, Chile and Peru. " * 20, ENGLISH + " La paz es para todos."]
)
def test_english_and_what_is_too_short_to_tell_is_not_refused(text: str) -> None:
    assert language_of(text) in (None, "English")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre a rencontré son homologue à Lima et les deux ont signé un accord sur la pêche.", "French"),
        ("The minister met his counterpart in Lima and the two signed an accord on fishing rights.", None),
        ("Chile and Peru sign accord in Lima; La Paz and Quito to follow in June, says Santiago daily.", None),
    ],
)
def test_a_sentence_or_two_in_another_language_are_told_and_english_ones_left_alone(
    text: str, language: str | None
) -> None:
    assert language_of(text) == language


def test_what_stands_between_fences_is_no_body(tmp_path: Path) -> None:
    path = tmp_path / "memo.md"
    path.write_text("Kenya met Uganda.\n\n```\nKenya bombed Uganda\n```\n\nKenya met Rwanda.\n", encoding="utf-8")
    document = read_document(path)
    apart = [document.text[a:b] for a, b, _ in document.apart]
    assert any("bombed" in part for part in apart)
    assert not any("Rwanda" in part for part in apart)


@pytest.mark.parametrize(
    "start", ["<div hidden>", '<div style="display: none">', '<p style="visibility:hidden">', "<template>"]
)
def test_what_a_page_does_not_show_is_not_read(tmp_path: Path, start: str) -> None:
    page = f"<body>{start}Kenya bombed Uganda.</div></p></template><p>Kenya met Rwanda in Nairobi.</p></body>"
    text = read_document(write(tmp_path / "a.html", page)).text
    assert "bombed" not in text
    assert "Kenya met Rwanda" in text
