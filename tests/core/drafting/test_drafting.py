from __future__ import annotations

import datetime as dt
from dataclasses import replace

import drafts
import pytest
from drafts import drafted, source_of
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.drafting import Draft, DraftFact, DraftSource, ExistingBase, draft, draft_files
from bot.core.drafting.candidates import LONG_SENTENCE, quote_once
from bot.core.knowledge.anchor_repair import anchor_quote
from bot.core.knowledge.model import EntityKind, Quote, Standing
from bot.core.knowledge.schema import MAX_QUOTE, MAX_STATEMENT, FactShape, SourceShape
from bot.core.knowledge.validation import Shape, check_list
from bot.core.knowledge.yaml_reader import Document, read_document
from bot.core.text.normalise import same_text


@pytest.fixture(scope="module")
def tide_clock() -> Draft:
    return drafted(drafts.TEXT)


def fact_on(words: str, made: Draft) -> DraftFact:
    (only,) = [fact for fact in made.facts if words in fact.quotes[0].exact]
    return only


def anchored(made: Draft) -> list[Quote]:
    """Every quote of a draft, as the loader anchors it."""
    source = made.source.source
    found = (anchor_quote(quote, source) for fact in made.facts for quote in fact.quotes)
    return [quote for quote in found if isinstance(quote, Quote)]


def problems_of(model: type[Shape], content: str) -> list[str]:
    """What the loader finds wrong with a file, except its TODO comments."""
    document = read_document(content.encode(), file="f.yaml")
    assert isinstance(document, Document), document.problems
    return [str(problem) for problem in (*document.problems, *check_list(model, document).problems)]


def test_every_informative_sentence_is_quoted_character_for_character(tide_clock: Draft) -> None:
    spans = [(quote.start, quote.end) for fact in tide_clock.facts for quote in fact.quotes]

    assert [(quote.start, quote.end) for quote in anchored(tide_clock)] == spans
    assert all(drafts.TEXT[one.start : one.end] == one.exact for fact in tide_clock.facts for one in fact.quotes)
    assert fact_on("last evening tour", tide_clock).quotes[0].exact == "Its last evening tour was on 8\u202fAugust."


def test_what_is_no_fact_is_set_aside_with_its_reason(tide_clock: Draft) -> None:
    assert [(skipped.quote.exact, skipped.reason) for skipped in tide_clock.skipped if skipped.quote] == [
        ("Varn Museum loses its tide clock to the damp", "A heading or a line of the page."),
        ("By our harbour desk", "A byline."),
        ("What it will cost", "A heading or a line of the page."),
        ("Is it worth it?", "A question."),
        ("No.", "Says too little by itself."),
        ("Source: varn-gazette.example", "About the publisher or the text itself."),
    ]


def test_a_sentence_that_occurs_twice_is_one_fact_with_two_quotes(tide_clock: Draft) -> None:
    fact = fact_on("The hall stays closed", tide_clock)

    assert [(quote.exact, quote.prefix) for quote in fact.quotes] == [
        ("The hall stays closed.", "Tuesday.\n\n"),
        ("The hall stays closed.", "No.\n\n"),
    ]


def test_a_semicolon_and_a_second_speaker_part_a_sentence(tide_clock: Draft) -> None:
    exacts = [quote.exact for fact in tide_clock.facts for quote in fact.quotes]

    assert "the limit for the clock is 55 percent." in exacts
    assert "Roofers who saw the hall dispute that" in exacts
    assert "the insurer claims that nobody reported a leak before July 2031." in exacts


def test_attribution_and_standing_are_guessed(tide_clock: Draft) -> None:
    guessed = {words: fact_on(words, tide_clock) for words in ("pendulum", "smelt", "81 percent", "insurer", "430")}

    assert [(fact.attribution, fact.standing) for fact in guessed.values()] == [
        ("the night guard", Standing.STATED),
        ("the night guard", Standing.STATED),
        ("the museum’s humidity log", Standing.DOCUMENTED),
        ("the insurer", Standing.CLAIMED),
        ("Varn Gazette", Standing.REPORTED),
    ]
    assert guessed["smelt"].statement == "The night guard told the director that the air smelt of salt."
    assert guessed["smelt"].named_by == guessed["pendulum"].quotes[0]
    assert guessed["430"].said_by == ""


def test_the_person_behind_a_pronoun_is_not_guessed_across_paragraphs() -> None:
    made = drafted(
        "The keeper said the lamp was dark.\n\nA boat came in.\n\nThe rock was wet.\n\nShe said the oil was cold."
    )

    assert made.facts[-1].attribution == "Varn Gazette"
    assert (made.facts[-1].said_by, made.facts[-1].sure) == ("She", False)


def test_a_whole_date_is_used_and_an_incomplete_one_is_named(tide_clock: Draft) -> None:
    stopped, closed = fact_on("stopped", tide_clock), fact_on("closed the hall", tide_clock)

    assert str(stopped.when) == "2031-08-09"
    assert (closed.when, closed.loose) == (None, ("same day",))
    assert (fact_on("430", tide_clock).meant, fact_on("430", tide_clock).pointer) == ("the clock", "")
    assert drafted("It weighs 430 kilograms with its case.").facts[0].pointer == "It"


def test_names_are_found_with_a_guess_at_what_they_name(tide_clock: Draft) -> None:
    assert {name.name: name.kind for name in tide_clock.names} == {
        "Varn Museum": EntityKind.ORGANISATION,
        "Pilots’ Guild": EntityKind.ORGANISATION,
        "Varn": EntityKind.PLACE,
        "Ostrand": EntityKind.PLACE,
        "Lisle Point": EntityKind.PLACE,
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We met Adm. Grey Skerry at sea. Waves rose.", ["Grey Skerry"]),
        ("On Tuesday the UN sent Ostrand’s Harbour Office a letter in March.", ["UN", "Ostrand", "Harbour Office"]),
        ("“Nobody came,” the keeper said. However, Petrel sailed.", ["Petrel"]),
        ("Nothing here has a name of its own.", []),
    ],
)
def test_names_without_what_only_begins_a_sentence(text: str, names: list[str]) -> None:
    assert [name.name for name in drafted(text).names] == names


def test_ids_and_questions_are_each_given_once_and_none_that_the_base_has() -> None:
    text = "The lamp is out in the north tower. The lamp is out in the north tower, too. The lamp is lit here again."
    known = ExistingBase(ids=frozenset({"lamp-lit"}), questions=frozenset({"lamp lit"}), names=frozenset())
    made = drafted(text, known)
    questions = [same_text(question) for fact in made.facts for question in fact.questions]

    assert len(made.facts) == 3
    assert len({fact.id for fact in made.facts} | {"lamp-lit"}) == 4
    assert len(set(questions) | {"lamp lit"}) == len(questions) + 1


def test_names_that_the_base_has_are_left_out(tide_clock: Draft) -> None:
    made = drafted(drafts.TEXT, ExistingBase(names=frozenset({"varn museum", "pilots' guild"})))

    assert len(made.names) == len(tide_clock.names) - 2


def test_a_long_sentence_is_split_into_clauses() -> None:
    clause = "the keeper went up to the lamp with a lantern in his hand that night"
    made = drafted(
        f"At first {clause}, and then {clause} once more, but after that {clause} no more, while it rained on."
    )

    assert [fact.quotes[0].exact[:9] for fact in made.facts] == ["At first ", "then the ", "after tha"]
    assert all(len(fact.quotes[0].exact) < LONG_SENTENCE for fact in made.facts)


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = f"The list {'of lamps ' * 600}ends here."
    made = drafted(text)

    assert all(len(quote.exact) <= MAX_QUOTE for fact in made.facts for quote in fact.quotes)
    assert len(anchored(made)) == sum(len(fact.quotes) for fact in made.facts)
    assert all(len(fact.statement) <= MAX_STATEMENT for fact in made.facts)


def test_a_passage_that_cannot_be_quoted_uniquely_is_skipped() -> None:
    source = source_of("The bell rang once. " * 30)

    assert quote_once(0, 19, source) is None
    assert drafted("The bell rang once. " * 30).facts == ()


def test_at_the_beginning_of_a_text_a_passage_is_found_by_what_follows() -> None:
    first, second = drafted("The bell rang twice. Then the bell stopped. The bell rang twice. No.").facts[0].quotes

    assert (first.start, first.prefix, first.suffix) == (0, "", " Then")
    assert (second.prefix, second.suffix) == ("stopped. ", "")


TEXTS = st.lists(
    st.sampled_from(
        ["The bell rang", "said the keeper", ",", ".", "?", "“", "”", "\n\n", " ", "\u202f", "; ", " and ",
         "3 May 2031", "#", "TODO", '"', "\\", "é", "\r\n", "\ufeff", "\x07", "Varn", "it", ": ", "- "]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@settings(max_examples=150)
@given(TEXTS)
def test_of_any_text_every_quote_is_anchored_and_every_value_fits(text: str) -> None:
    made = drafted(text)
    quotes = [quote for fact in made.facts for quote in fact.quotes]

    assert [(quote.start, quote.end) for quote in anchored(made)] == [(quote.start, quote.end) for quote in quotes]
    for content in draft_files(made).facts.values():
        assert problems_of(FactShape, content) == []
    assert problems_of(SourceShape, draft_files(made).single["sources.yaml"]) == []


def test_many_facts_are_split_over_files() -> None:
    made = drafted("\n\n".join(f"Lamp number {number} is lit tonight." for number in range(1, 1102)))
    files = draft_files(made).facts

    assert list(files) == ["facts/tide-clock.yaml", "facts/tide-clock-2.yaml", "facts/tide-clock-3.yaml"]
    assert [text.count("- id: ") for text in files.values()] == [500, 500, 101]


def test_what_was_named_has_no_todo_and_what_was_guessed_does() -> None:
    source = source_of(drafts.TEXT)
    guessed = draft_files(
        draft(DraftSource(source=source, guessed=frozenset({"title", "url"})), ExistingBase())
    ).entries["sources.yaml"]

    marked = [line.split(":")[0].strip() for line in guessed.splitlines() if "# TODO" in line]
    assert marked == ["title", "url", "dates", "unquoted", "reason", "reason", "reason"]


@pytest.mark.parametrize(
    ("before", "sentence", "statement"),
    [
        (
            "The alarm had been sent to an engineer who retired in August.",
            "It now goes to the control room.",
            "The alarm now goes to the control room.",
        ),
        (
            "The utility repaired the pump in May.",
            "Until then, it is asking households to boil water.",
            "Until then, the utility is asking households to boil water.",
        ),
        (
            "Four crews are flushing the mains at night.",
            "They finished Varn Heights in May.",
            "The four crews finished Varn Heights in May.",
        ),
        ("The council bought the pump in May.", "It stopped in June of 2030.", "It stopped in June of 2030."),
        ("The hall was closed in May.", "It is unclear when the doors open.", "It is unclear when the doors open."),
        ("The two boats hit three piers.", "They sank in June of 2030.", "They sank in June of 2030."),
        ("Ann Grey was hurt in May.", "It took 40 minutes to free her.", "It took 40 minutes to free her."),
    ],
)
def test_a_pronoun_is_replaced_by_the_subject_before_only_where_nothing_else_is_meant(
    before: str, sentence: str, statement: str
) -> None:
    fact = drafted(f"{before} {sentence}").facts[1]

    assert fact.statement == statement
    assert bool(fact.meant) == (statement != sentence)
    assert (fact.named_by is not None) == bool(fact.meant)


def test_no_quote_has_half_a_pair_of_quotation_marks() -> None:
    text = (
        "“The hall was dark that night. The pump stopped on 2 May, and nobody looked until June,” said Ann Grey, the "
        "guard, outside the hall. “The case was wet. I counted 12 clocks on the floor.”"
    )

    quotes = [[quote.exact for quote in fact.quotes] for fact in drafted(text).facts]

    assert quotes == [
        ["The hall was dark that night."],
        [
            "The pump stopped on 2 May, and nobody looked until June",
            "said Ann Grey, the guard, outside the hall.",
        ],
        ["The case was wet."],
        ["I counted 12 clocks on the floor."],
    ]


def test_the_item_of_a_list_is_stated_and_quoted_with_the_sentence_that_leads_to_it() -> None:
    lead = "Free water is being handed out this week at two places:"
    item = "Varn Fire Station No. 2, daily from 7 a.m. to 7 p.m."

    fact = fact_on("daily", drafted(f"{lead}\n\n- {item}"))

    assert fact.statement == f"{lead} {item}"
    assert [fact.quotes[0].exact, fact.named_by and fact.named_by.exact] == [item, lead]
    assert fact.questions[0] == "What is known about Varn Fire Station No. 2?"


def test_a_comment_asks_for_each_day_and_thing_that_was_worked_out() -> None:
    text = "The alarm had been sent to a guard who retired in 2030. It now has until Oct. 31 to be repaired."
    source = replace(source_of(text), published=dt.date(2031, 10, 16))
    files = draft_files(draft(DraftSource(source=source, guessed=frozenset()), ExistingBase()))

    (facts,) = files.facts.values()

    assert "The alarm now has until 31 October 2031 to be repaired." in facts
    assert "is it “the alarm”?; is “Oct. 31” 31 October 2031?" in facts
