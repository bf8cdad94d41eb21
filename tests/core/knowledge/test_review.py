from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import FERRY, LIGHT, REPAIR, SEED, SOURCES, VOCABULARY, write_base

from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.source_text import MOST_WARNINGS
from bot.errors import KnowledgeError

UNDATED = SOURCES.replace("  published: 2031-03-06\n", "")
FACTS = {"light": LIGHT, "repair": REPAIR, "ferry": FERRY}


def warnings(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    write_base(folder, files)
    curated = DiskFolder(path=folder / "knowledge", root=folder)
    loaded = load(curated=curated, seeds=DiskFolder(path=folder / "seeds", root=folder), warn=True)
    return [str(warning) for warning in loaded.warnings]


def changed(name: str, right: str, wrong: str) -> dict[str, str | bytes | None]:
    """The file of facts with one place changed."""
    assert right in FACTS[name]
    return {f"knowledge/facts/{name}.yaml": FACTS[name].replace(right, wrong, 1)}


def stated(statement: str, quote: str, *more: str) -> dict[str, str | bytes | None]:
    """A file with one more fact, whose statement has a quote."""
    lines = (
        "- id: another",
        f"  statement: {statement!r}",
        "  topics: [light]",
        "  attribution: Ostrand Post",
        "  standing: reported",
        "  question: what else",
        "  quotes:",
        "    - source: ostrand-post",
        f"      exact: {quote!r}",
        *more,
    )
    return {"knowledge/facts/more.yaml": "\n".join(lines)}


def test_a_base_without_doubtful_facts_has_no_warnings(tmp_path: Path) -> None:
    assert warnings(tmp_path) == []


def test_warnings_are_collected_only_on_request(tmp_path: Path) -> None:
    write_base(tmp_path, changed("light", "for 21 nautical", "for 12 nautical"))
    folders = (DiskFolder(path=tmp_path / name, root=tmp_path) for name in ("knowledge", "seeds"))

    assert load(curated=next(folders), seeds=next(folders)).warnings == ()


def test_a_number_that_no_quote_has_is_a_warning_with_its_place_and_the_fix(tmp_path: Path) -> None:
    wrong = 'statement: "The lamp of Grey Skerry could be seen for 12 nautical miles."'
    right = 'statement: "The lamp of Grey Skerry could be seen for 21 nautical miles."'

    (warning,) = warnings(tmp_path, changed("light", right, wrong))

    assert warning == (
        "knowledge/facts/light.yaml:30:14: warning: no quote has the number '12'. Correct the statement, quote the "
        "words that prove it, or list it under 'acknowledged' with a reason."
    )


LAMP = "The lamp, which could be seen for 21 nautical miles, stands 38 metres above the sea"
SAW = "“We saw the glass go at 2:40 a.m. and then nothing,” said the keeper, who was alone on the rock"
DARK = "The lighthouse on Grey Skerry has been dark since Tuesday, 4 March 2031, when a storm broke its lamp room"
WAVES = "Waves of 11 metres were measured that night by the weather buoy off Ostrand"
COST = "The Harbour Office says the repair will cost 600,000 crowns"


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("The lamp can be seen for twenty-one nautical miles.", LAMP),
        ("Waves of eleven metres were measured.", WAVES),
        ("One of the numbers is 21, the other one 38.", LAMP),
        ("The repair costs 0.6 million crowns.", COST),
        ("The repair costs six hundred thousand crowns.", COST),
        ("The glass broke at 2:40 am.", SAW),
        ("The lighthouse is dark since 4 March.", DARK),
        ("On a Tuesday the lighthouse went dark.", DARK),
        ("In March 2031 the lighthouse went dark.", DARK),
        ("The harbor office names the cost.", COST),
        ("The Ostrand Post reports on Grey Skerry's lamp.", LAMP),
        ("Builders and analysts doubt the lamp.", LAMP),
        ("“Nothing” is what remained, alone on the rock.", SAW),
    ],
)
def test_a_value_that_a_quote_writes_in_another_way_is_proven(tmp_path: Path, statement: str, quote: str) -> None:
    assert warnings(tmp_path, stated(statement, quote)) == []


@pytest.mark.parametrize(
    ("statement", "quote", "lacking"),
    [
        ("The lamp stands 83 metres above the sea.", LAMP, "has the number '83'"),
        ("The lamp stands thirty metres above the sea.", LAMP, "has the number 'thirty'"),
        ("The glass broke at 2:40 p.m., said the keeper.", SAW, "has the number '2:40 p.m.'"),
        ("The lighthouse is dark since 5 March 2031.", DARK, "has the date '5 March 2031'"),
        ("The lighthouse is dark since 4 March 2030.", DARK, "has the date '4 March 2030'"),
        ("The lighthouse is dark since Monday.", DARK, "has the date 'Monday'"),
        ("The lighthouse is dark since Monday, 4 March 2031.", DARK, "has the date 'Monday'"),
        ("Captain Ann Lee says that the repair costs 600,000 crowns.", COST, "names 'Ann Lee'"),
        ("Waves of 11 metres hit the Petrel.", WAVES, "names 'Petrel'"),
        ("The Harbour Office says that the lamp stands 38 metres above the sea.", LAMP, "names 'Harbour Office'"),
        ("Rubio says that the repair costs 600,000 crowns.", COST, "names 'Rubio'"),
        ("Four boats took the keeper off.", DARK, "has the number 'Four'"),
        ("The lighthouse is dark, and three keepers left.", DARK, "has the number 'three'"),
    ],
)
def test_a_value_that_no_quote_has_is_a_warning(tmp_path: Path, statement: str, quote: str, lacking: str) -> None:
    found = [warning for warning in warnings(tmp_path, stated(statement, quote)) if "no quote" in warning]

    assert len(found) == 1
    assert f"knowledge/facts/more.yaml:2:14: warning: no quote {lacking}. " in found[0]


def test_a_number_of_a_unit_does_not_prove_a_number_of_something_else(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, stated("The keeper has 21 boats.", LAMP))

    assert "has the number '21'" in warning


@pytest.mark.parametrize("paid", ["£31 million for it that year", "£31 million a year", "31 million crowns in a week"])
def test_a_unit_of_another_phrase_is_not_what_a_number_counts(tmp_path: Path, paid: str) -> None:
    seed = SEED.replace("Its last evening", f"The town paid {paid}. Its last evening")

    assert warnings(tmp_path, {"seeds/grey-skerry.txt": seed, **stated("31 million went to it.", paid)}) == []


def test_a_number_of_years_is_no_proof_of_another_number(tmp_path: Path) -> None:
    seed = SEED.replace("Its last evening", "The town waited for 31 long years. Its last evening")
    files = {"seeds/grey-skerry.txt": seed, **stated("It paid for 31 lamps.", "waited for 31 long years")}
    (warning,) = warnings(tmp_path, files)

    assert "has the number '31'" in warning


RELATIVE = SEED.replace("Its last evening", "Last month the owners met; on Monday they met again. Its last evening")


@pytest.mark.parametrize(
    ("statement", "proven"),
    [
        ("In February 2031 the owners met.", True),
        ("In January 2031 the owners met.", False),
        ("On 3 March 2031 the owners met again.", True),
        ("On 4 March 2031 the owners met again.", True),
        ("On 10 March 2031 the owners met again.", True),
        ("On 17 March 2031 the owners met again.", False),
        ("On 6 March 2031 the owners met again.", False),
    ],
)
def test_a_date_follows_from_a_weekday_or_from_last_month(tmp_path: Path, statement: str, *, proven: bool) -> None:
    files = {
        "seeds/grey-skerry.txt": RELATIVE,
        **stated(statement, "Last month the owners met; on Monday they met again."),
    }

    assert (warnings(tmp_path, files) == []) is proven


@pytest.mark.parametrize(
    ("statement", "proven"),
    [
        ("In May 2030 the lamp failed once.", True),
        ("In May 2031 the lamp failed once.", False),
        ("In March 2031 the owners meet.", True),
        ("In April 2031 the owners meet.", False),
    ],
)
def test_a_month_follows_from_its_name_and_its_year_from_last_year(
    tmp_path: Path, statement: str, *, proven: bool
) -> None:
    passage = "The lamp failed once in May last year, and the owners meet in March."
    files = {"seeds/grey-skerry.txt": SEED.replace("Its last", f"{passage} Its last"), **stated(statement, passage)}

    assert (warnings(tmp_path, files) == []) is proven


def test_a_year_that_the_source_never_names_needs_a_note(tmp_path: Path) -> None:
    text = SEED.replace("4 March 2031", "4 March")
    files = {
        "seeds/grey-skerry.txt": text,
        "knowledge/facts/light.yaml": LIGHT.replace("Tuesday, 4 March 2031", "Tuesday, 4 March"),
    }
    without_note = UNDATED.replace(" The storm was on 4 March 2031.", "")

    assert warnings(tmp_path / "noted", files) == []
    told = warnings(tmp_path / "bare", {**files, "knowledge/sources.yaml": without_note})
    assert told[0].startswith("knowledge/facts/ferry.yaml:15:14: warning: no quote has the date '3 March 2031'.")
    assert "say in the source's 'dates' how it was worked out" in told[0]


ACKNOWLEDGED = '  acknowledged: [{text: "Petrel", reason: "The sentence before names the ferry."}]'


def test_a_warning_that_is_acknowledged_with_a_reason_is_gone(tmp_path: Path) -> None:
    files = stated("Waves of 11 metres hit the Petrel.", WAVES, ACKNOWLEDGED)

    assert warnings(tmp_path, files) == []


def test_only_what_is_acknowledged_is_gone(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, stated("Waves of 12 metres hit the Petrel.", WAVES, ACKNOWLEDGED))

    assert "has the number '12'" in warning


def test_an_acknowledgement_of_nothing_is_a_warning(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, stated("Waves of 11 metres hit the boat.", WAVES, ACKNOWLEDGED))

    assert warning.startswith("knowledge/facts/more.yaml:10:25: warning: there is no warning of 'Petrel'")


def test_an_acknowledgement_needs_a_reason(tmp_path: Path) -> None:
    files = stated("Waves of 11 metres hit the Petrel.", WAVES, '  acknowledged: [{text: "Petrel"}]')

    with pytest.raises(KnowledgeError, match="The key 'reason' is missing"):
        warnings(tmp_path, files)


TALLER = "The lamp of Grey Skerry stands 21 metres above the sea."


def test_a_translation_into_a_word_that_the_base_lacks_is_a_warning(tmp_path: Path) -> None:
    lines = 'translations:\n  - {word: "beacons", de: ["Baken"]}\n  - {word: "zeppelin", de: ["Luftschiff"]}\n'

    (warning,) = warnings(tmp_path, {"knowledge/vocabulary.yaml": VOCABULARY + lines})

    assert warning == (
        "knowledge/vocabulary.yaml:16:12: warning: no entry, name or group has 'zeppelin', so nothing is found by its "
        "translations. Write a word of the base."
    )


def test_two_facts_with_different_values_for_the_same_thing_are_a_warning(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, stated(TALLER, LAMP, '  acknowledged: [{text: "21", reason: "A test."}]'))

    assert warning == (
        "knowledge/facts/more.yaml:2:14: warning: this says '21 metres', but 'lamp-height' "
        "(knowledge/facts/light.yaml:43) says '38 metres' of what seems to be the same thing. Correct one; or link "
        "them under 'disputes' if they contradict each other, or under 'related' if both are right."
    )


@pytest.mark.parametrize("key", ["related", "disputes"])
def test_facts_that_are_linked_may_have_different_values(tmp_path: Path, key: str) -> None:
    more = ('  acknowledged: [{text: "21", reason: "A test."}]', f"  {key}: [lamp-height]")

    assert warnings(tmp_path, stated(TALLER, LAMP, *more)) == []


def test_two_facts_with_different_dates_of_the_same_event_are_a_warning(tmp_path: Path) -> None:
    more = '  acknowledged: [{text: "4 March 2031", reason: "A test."}]'
    found = warnings(tmp_path, stated("The Petrel's last evening crossing was on 2 March 2031.", DARK, more))

    assert any("this says '2 March 2031', but 'last-evening-crossing'" in warning for warning in found)


@pytest.mark.parametrize(
    "statement",
    [
        "The lamp of Grey Skerry stands more than 38 metres above the sea.",
        "The lamp of Grey Skerry has a lens that stands 21 inches over its own lower rim.",
        "The weather buoy off Ostrand stands 38 miles from the lamp of Grey Skerry.",
    ],
)
def test_facts_about_different_things_are_no_conflict(tmp_path: Path, statement: str) -> None:
    quote = f"{LAMP}. It was first lit in 1891 and had never failed before."
    found = warnings(tmp_path, stated(statement, quote))

    assert not any("seems to be the same thing" in warning for warning in found)


def test_values_of_different_years_are_no_conflict(tmp_path: Path) -> None:
    first = str(stated("In 1891 the old ferry carried 100 passengers on its deck.", LAMP)["knowledge/facts/more.yaml"])
    again = first.replace("another", "yet-another").replace("1891", "1950").replace("100", "200")
    again = again.replace("what else", "and what else")
    both = warnings(tmp_path / "both", {"knowledge/facts/more.yaml": f"{first}\n{again}"})
    same = warnings(tmp_path / "same", {"knowledge/facts/more.yaml": f"{first}\n{again.replace('1950', '1891')}"})

    assert not any("seems to be the same thing" in warning for warning in both)
    assert any("seems to be the same thing" in warning for warning in same)


@pytest.mark.parametrize("comment", [" #5 of the fleet", " # 5 of the fleet", "  #5"])
def test_a_statement_that_a_hash_cuts_is_a_warning_at_its_place(tmp_path: Path, comment: str) -> None:
    ferry = FERRY.replace(
        'question: "when was the last evening crossing"', f"question: when was the last evening crossing{comment}"
    )
    (warning,) = warnings(tmp_path, {"knowledge/facts/ferry.yaml": ferry})

    assert warning == (
        f"knowledge/facts/ferry.yaml:24:13: warning: YAML takes '{comment.strip()}' for a comment, so the text ends "
        "before it. Put the whole text in double quotes; or, if it is a comment, move it to a line of its own."
    )


def test_a_quote_that_a_hash_cuts_is_a_warning(tmp_path: Path) -> None:
    files = {
        "seeds/grey-skerry.txt": SEED.replace("runs only by day, its", "runs as hull #7 only by day, its"),
        "knowledge/facts/ferry.yaml": FERRY.replace(
            '"Until then the ferry Petrel, which carries 200 passengers, runs only by day, its owners said"',
            "Until then the ferry Petrel, which carries 200 passengers, runs as hull #7 only by day, its owners said",
        ),
    }
    (warning,) = warnings(tmp_path, files)

    assert "YAML takes '#7 only by day, its owners said' for a comment" in warning


@pytest.mark.parametrize(
    ("right", "commented"),
    [
        ("standing: stated", "standing: stated # by the owners"),
        ("topics: [ferry]", "topics: [ferry] #5"),
        ('question: "when was the last evening crossing"', 'question: "when was the last crossing" #5'),
        ('question: "when was the last evening crossing"', "question: when was the last crossing  # asked often"),
        ("importance: 3", "# 5\n  importance: 3"),
        ('attribution: "the owners of the ferry Petrel"', "attribution: the owners # of the ferry"),
        ('exact: "Its last evening crossing was on 3\\u202FMarch"', "exact: Its last evening # not the day"),
    ],
)
def test_other_comments_are_no_warning(tmp_path: Path, right: str, commented: str) -> None:
    found = warnings(tmp_path, changed("ferry", right, commented))

    assert not any("comment" in warning for warning in found)


@pytest.mark.parametrize(
    "url",
    [
        *("https://example.com", "https://example.com/", "https://example.com/?", "http://a.b#top"),
        *(
            "https://example.com/index.html",
            "https://example.com/en/",
            "https://example.com/en-GB/home",
            "http://a.b/news",
        ),
        "https://example.com/?utm_source=feed",
    ],
)
def test_an_address_of_a_whole_site_is_a_warning(tmp_path: Path, url: str) -> None:
    sources = SOURCES.replace("https://example.com/grey-skerry", url)
    (warning,) = warnings(tmp_path, {"knowledge/sources.yaml": sources})

    assert warning.startswith(f"knowledge/sources.yaml:4:8: warning: '{url}' leads to a whole site")


@pytest.mark.parametrize(
    "url", ["https://example.com/?p=123", "https://example.com/en/light", "http://a.b/news/1.html"]
)
def test_an_address_of_a_document_is_no_warning(tmp_path: Path, url: str) -> None:
    sources = SOURCES.replace("https://example.com/grey-skerry", url)

    assert warnings(tmp_path, {"knowledge/sources.yaml": sources}) == []


def test_a_source_without_a_day_of_publication_is_a_warning(tmp_path: Path) -> None:
    (warning,) = warnings(tmp_path, {"knowledge/sources.yaml": UNDATED})

    assert warning == (
        "knowledge/sources.yaml:1:3: warning: answers cannot show how old 'ostrand-post' is. Write its day of "
        "publication under 'published', such as 2025-10-17; or, if nobody knows it, list 'published' under "
        "'acknowledged' with a reason."
    )


@pytest.mark.parametrize(("sources", "expected"), [(UNDATED, []), (SOURCES, ["there is no warning of 'published'"])])
def test_a_missing_day_of_publication_can_be_acknowledged(tmp_path: Path, sources: str, expected: list[str]) -> None:
    entry = sources + '  acknowledged: [{text: "published", reason: "The copy has none."}]\n'
    found = warnings(tmp_path, {"knowledge/sources.yaml": entry})

    assert [part in warning for part, warning in zip(expected, found, strict=True)] == [True] * len(expected)


def test_a_weekday_is_proven_by_the_day_of_publication(tmp_path: Path) -> None:
    seed = SEED + "\nThe keeper was heard in court on Thursday.\n"
    quote = "The keeper was heard in court on Thursday"
    dates = 'dates: "The text gives its dates in full. The storm was on 4 March 2031."'
    for day, right in ((6, True), (20, False)):
        sources = SOURCES.replace(dates, "").replace("2031-03-06", "2031-03-07")
        files = {**stated(f"The keeper was heard in court on {day} March 2031.", quote), "seeds/grey-skerry.txt": seed}
        found = warnings(tmp_path / str(day), {**files, "knowledge/sources.yaml": sources})
        assert any(f"has the date '{day} March 2031'" in warning for warning in found) is not right


def test_an_address_of_a_whole_site_can_be_acknowledged(tmp_path: Path) -> None:
    reason = '  acknowledged: [{text: "https://example.com/", reason: "The page is gone."}]\n'
    sources = SOURCES.replace("https://example.com/grey-skerry", "https://example.com/") + reason

    assert warnings(tmp_path, {"knowledge/sources.yaml": sources}) == []


def with_text(text: str, sources: str = SOURCES) -> dict[str, str | bytes | None]:
    return {"seeds/grey-skerry.txt": text, "knowledge/sources.yaml": sources}


@pytest.mark.parametrize(
    ("wrong", "column", "said"),
    [
        ("It’s dark.".encode().decode("cp1252"), 3, "'â€™' was read in a wrong encoding; it was probably '’'"),
        ("The lamp\ufffds glass.", 9, "'U+FFFD REPLACEMENT CHARACTER' is in the place of a character that was lost"),
        ("The lamp\x92s glass.", 9, "'U+0092 CONTROL CHARACTER' is invisible"),
        ("The <b>lamp</b>.", 5, "'<b>' is HTML"),
    ],
)
def test_a_fault_of_a_text_is_a_warning_with_its_place_and_the_fix(
    tmp_path: Path, wrong: str, column: int, said: str
) -> None:
    lines = SEED.count("\n") + 2
    found = warnings(tmp_path, with_text(f"{SEED}\n{wrong}\n"))

    assert found[0].startswith(f"seeds/grey-skerry.txt:{lines}:{column}: warning: {said}")
    assert "or list it under 'acknowledged' of ostrand-post with a reason." in found[0]


def test_a_text_of_one_paragraph_is_a_warning(tmp_path: Path) -> None:
    (found,) = warnings(tmp_path, with_text(SEED.replace("\n\n", "\n")))

    assert found.startswith("seeds/grey-skerry.txt:1:1: warning: 'the only paragraph' has 6 lines; if these are")
    assert "put a blank line between them" in found


def test_a_fault_of_a_text_can_be_acknowledged(tmp_path: Path) -> None:
    entry = f'{SOURCES}  acknowledged: [{{text: "the only paragraph", reason: "It is a poem."}}]\n'
    one = SEED.replace("\n\n", "\n")

    assert warnings(tmp_path, with_text(one, entry)) == []
    assert "there is no warning of 'the only paragraph'" in warnings(tmp_path, with_text(SEED, entry))[0]


def test_of_many_faults_of_a_text_the_first_are_listed(tmp_path: Path) -> None:
    tags = " ".join(f"<b{' ' * number}>&#{number};" for number in range(1, 40))
    found = warnings(tmp_path, with_text(f"{SEED}\n{tags}\n"))

    assert len(found) == MOST_WARNINGS + 1
    assert "30 more of these; copy the whole text again" in found[-1]
