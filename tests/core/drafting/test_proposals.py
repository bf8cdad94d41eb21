from __future__ import annotations

import hashlib
from typing import Any

import drafts
import language_models
import pytest
from bases import base_files
from hypothesis import given
from hypothesis import strategies as st

from bot.core.drafting import ExistingBase
from bot.core.drafting.proposal_writer import PlacedProposal, proposed_facts, proposed_unknowns
from bot.core.drafting.proposals import (
    MAX_PHRASINGS,
    MAX_PROPOSALS,
    Fate,
    ProposalPart,
    ProposalProver,
    Proposals,
    ReplyObject,
    UnusableReply,
    prover_for,
    read_reply,
)
from bot.core.knowledge.files import MemoryFolder
from bot.core.knowledge.loader import load
from bot.core.knowledge.model import Knowledge, Standing
from bot.core.knowledge.schema import FactShape, UnknownShape
from bot.core.knowledge.validation import CheckedList, ValidEntry, check_list
from bot.core.knowledge.yaml_reader import Document, find_todos, read_document

SOURCE = drafts.source_of(drafts.TEXT)
COST, ROOF = language_models.COST, language_models.ROOF


def proven(reply: Any, existing: ExistingBase | None = None) -> Proposals:
    return ProposalProver(SOURCE, existing or ExistingBase()).prove(ReplyObject(values=reply))


def fates(reply: Any, part: ProposalPart = ProposalPart.FACT) -> list[tuple[str, Fate]]:
    return [(each.text, each.fate) for each in proven(reply).judged if each.part is part]


def doubts(statement: str, quote: str, **more: str) -> tuple[str, ...]:
    (judged,) = [
        each
        for each in proven({"facts": [{"quote": quote, "statement": statement, **more}]}).judged
        if each.part is ProposalPart.FACT
    ]
    assert judged.fate.kept
    return judged.doubts


def test_what_an_honest_model_proposes_is_kept_without_a_doubt() -> None:
    found = proven(language_models.GOOD)

    assert {each.fate for each in found.judged} == {Fate.KEPT}
    assert [fact.quote.exact for fact in found.facts] == [language_models.HOURS, COST]
    assert found.facts[0].attribution.text == "Varn Gazette"
    assert found.facts[1].standing is Standing.STATED
    assert [unknown.question.text for unknown in found.unknowns] == ["Who pays for the repair?"]
    for fact in found.facts:
        assert SOURCE.text[fact.quote.start : fact.quote.end] == fact.quote.exact


@pytest.mark.parametrize(
    "quote",
    [
        "The clock was stolen in the night.",
        COST.replace("90,000", "900,000"),
        COST.replace("The", "the"),
        COST.replace(" ", "  ", 1),
        "he museum estimates 90,000 crown",
        "The museum closed the hall the same day.\n\n“We heard the pendulum catch",
        "",
        " \n",
    ],
)
def test_a_fact_whose_quote_is_not_in_the_source_character_for_character_is_dropped(quote: str) -> None:
    reply = {"facts": [{"quote": quote, "statement": "The museum estimates 90,000 crowns for the repair."}]}

    assert [fate for _, fate in fates(reply)] == [Fate.NOT_VERBATIM]
    assert proven(reply).facts == ()


@pytest.mark.parametrize(
    ("statement", "quote", "doubt"),
    [
        ("The museum estimates 900,000 crowns for the repair.", COST, "the quote has no number “900,000”"),
        ("Ulla Brandt estimates 90,000 crowns for the repair.", COST, "the quote has no name “Ulla Brandt”"),
        ("The town council says the roof was repaired in June.", ROOF, "the quote has no date “June”"),
        ("The town council says the roof was not repaired in May.", ROOF, "the quote has no “not”"),
        ("The air in the hall held 55 percent moisture.", language_models.MOISTURE, "the quote says “81 percent”, not"),
        ("The roof fell on the mayor.", ROOF, "the quote does not say this"),
        ("The clock weighs 430 kilograms.", "It weighs 430 kilograms.", "“clock” is before the quote, not in it"),
    ],
)
def test_a_statement_that_its_quote_does_not_prove_is_kept_with_what_is_wrong(
    statement: str, quote: str, doubt: str
) -> None:
    assert any(each.startswith(doubt) for each in doubts(statement, quote))


@pytest.mark.parametrize(
    ("more", "doubt"),
    [
        ({"attribution": "Ulla Brandt"}, "the source has no “Ulla”, “Brandt”"),
        ({"attribution": "the insurer"}, "the quote has no “insurer”"),
        ({"standing": "proven beyond doubt"}, "the model wrote “proven beyond doubt”"),
    ],
)
def test_an_attribution_or_a_standing_that_is_not_from_the_quote_is_doubted(more: dict[str, str], doubt: str) -> None:
    assert doubts("The museum estimates 90,000 crowns for the repair.", COST, **more) == (doubt,)


def test_a_quote_of_a_word_or_two_proves_nothing() -> None:
    assert fates({"facts": [{"quote": "The hall", "statement": "The hall was sold."}]}) == [
        ("The hall was sold.", Fate.TOO_SHORT)
    ]


def test_a_quote_that_repeats_gets_the_words_before_it() -> None:
    (fact,) = proven({"facts": [{"quote": "The hall stays closed.", "statement": "The hall stays closed."}]}).facts

    assert fact.quote.start == SOURCE.text.index("The hall stays closed.")
    assert fact.quote.prefix or fact.quote.suffix


def test_a_statement_that_comes_twice_is_dropped_once() -> None:
    fact = {"quote": COST, "statement": "The museum estimates 90,000 crowns for the repair."}

    assert [fate for _, fate in fates({"facts": [fact, dict(fact)]})] == [Fate.KEPT, Fate.DUPLICATE]


def test_a_question_of_another_entry_is_dropped_and_an_own_one_that_repeats() -> None:
    existing = ExistingBase(questions=frozenset({"how much is the repair"}))
    asked = ["How much is the repair?", "what does it cost", "What does it cost?!", "price of the repair"]
    found = proven({"facts": [{"quote": COST, "statement": "It costs.", "phrasings": asked}]}, existing)
    (fact,) = found.facts

    assert fact.question.text == "what does it cost"
    assert [each.text for each in fact.phrasings] == ["price of the repair"]
    assert [each.fate for each in found.judged if each.part is ProposalPart.PHRASING] == [
        Fate.TAKEN,
        Fate.KEPT,
        Fate.DUPLICATE,
        Fate.KEPT,
    ]


def test_ids_that_the_base_has_are_not_used_again() -> None:
    (fact,) = proven(
        {"facts": [{"quote": COST, "statement": "It costs."}]},
        ExistingBase(ids=frozenset({"museum-estimates-90000-crowns"})),
    ).facts

    assert fact.id == "museum-estimates-90000-crowns-2"


def test_more_than_the_limits_is_dropped_and_counted() -> None:
    many = [None] * (MAX_PROPOSALS + 4)
    asked = {"quote": COST, "statement": "It costs.", "phrasings": [f"how much {n}" for n in range(MAX_PHRASINGS + 2)]}

    assert [fate for _, fate in fates({"facts": many})].count(Fate.SURPLUS) == 4
    assert [fate for _, fate in fates({"facts": [asked]}, ProposalPart.PHRASING)].count(Fate.SURPLUS) == 2


@pytest.mark.parametrize(
    "reply",
    ["", "I cannot help with that.", "[1, 2]", "{", '{"facts": [', "{'facts': []}", "[" * 9_000, '{"a":' * 9_000, "}{"],
)
def test_a_reply_without_json_is_a_reason_and_never_an_error(reply: str) -> None:
    assert isinstance(read_reply(reply), UnusableReply)


@pytest.mark.parametrize(
    "around", ["{}", "```json\n{}\n```", "Here you are:\n{}\nAnything else? :-}", "<think>{a}</think>{}"]
)
def test_json_is_found_between_prose_and_fences(around: str) -> None:
    assert read_reply(around.replace("{}", '{"facts": []}')) == ReplyObject(values={"facts": []})


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"facts": None},
        {"facts": "all of it", "unknowns": {"a": 1}},
        {"facts": [1, None, [], "x", {"quote": 5, "statement": True}, {"quote": "a"}]},
        {"facts": [{"quote": COST, "statement": "It costs.", "phrasings": "how much"}]},
        {"facts": [{"quote": "x" * 6_000, "statement": "It costs."}]},
    ],
)
def test_another_format_proposes_nothing(reply: dict[str, Any]) -> None:
    found = proven(reply)

    assert (found.facts, found.unknowns) == ((), ())
    assert {each.fate for each in found.judged} <= {Fate.MALFORMED}


HOSTILE = st.lists(
    st.sampled_from(
        ["\n", "- id: forged", ": ", "#", "TODO", '"', "'", "\\", "{", "}", "[", "&a", "*a", "!x", "|", ">", "%", "---",
         "\t", "\x00", "\x1b", "\u2028", "\u202e", "\ud800", "\ufeff", "é", "x", " ", "? ", "0",
         "9" * 90, "½", "٣", "1/0", "31 February", "$", "%", "§", "Ａ", "ﬁ", "𝟙", "한"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(statement=HOSTILE, attribution=HOSTILE, question=HOSTILE, phrasings=st.lists(HOSTILE, max_size=3))
def test_no_proposal_can_forge_yaml(statement: str, attribution: str, question: str, phrasings: list[str]) -> None:
    words = {"statement": statement, "question": question, "phrasings": phrasings}
    found = proven({"facts": [{"quote": COST, "attribution": attribution, **words}], "unknowns": [words]})

    written: list[tuple[str, Any, int]] = [
        (proposed_facts(PlacedProposal(fact=each, topic="clock") for each in found.facts), FactShape, len(found.facts)),
        (proposed_unknowns(found.unknowns), UnknownShape, len(found.unknowns)),
    ]
    for text, shape, number in written:
        if not number:
            continue
        document = read_document(text.encode(), file="f.yaml")
        assert isinstance(document, Document)
        assert document.problems == ()
        checked = check_list(shape, document)
        assert isinstance(checked, CheckedList)
        assert checked.problems == ()
        assert len(checked.entries) == number
        (entry,) = checked.entries
        assert isinstance(entry, ValidEntry)
        assert entry.value.statement == " ".join(statement.split())


@pytest.mark.parametrize("end", ["\n", "\u2028", "\x85", "\r\n"])
def test_a_line_end_of_the_source_does_not_end_the_comment_that_repeats_its_words(end: str) -> None:
    source = drafts.source_of(drafts.TEXT.replace("81 percent", f"81{end}percent"))
    quote = language_models.MOISTURE.replace("81 percent", f"81{end}percent")
    fact = {"quote": quote, "statement": "The air in the hall held 55 percent moisture that night."}
    found = ProposalProver(source, ExistingBase()).prove(ReplyObject(values={"facts": [fact]}))
    text = proposed_facts(PlacedProposal(fact=each, topic="clock") for each in found.facts)

    assert "; the quote says “81" in text.replace("\n", "")
    assert text.count("\n") == len(text.splitlines()) == 11


def test_every_line_that_a_model_wrote_has_a_todo() -> None:
    found = proven(language_models.LIES)
    text = proposed_facts(PlacedProposal(fact=each, topic="clock") for each in found.facts) + proposed_unknowns(
        found.unknowns
    )
    keys = ("statement:", "attribution:", "standing:", "question:", '- "')
    by_model = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().startswith(keys)]

    assert len(by_model) > 20
    assert {todo.line for todo in find_todos(text.encode())} >= set(by_model)


def test_other_words_for_a_fact_are_proven_by_its_own_quotes() -> None:
    knowledge = _knowledge()
    fact = knowledge.facts["lamp-range"]
    reply = {
        "statement": "The lamp could be seen for 12 nautical miles.",
        "question": "How much will the repair cost?",
        "phrasings": ["range of the lighthouse", "how many miles did the light reach", "was it lit by Queen Ilse"],
    }
    found = prover_for(fact, knowledge).prove_wording(ReplyObject(values=reply), fact)

    assert found.statement is not None
    assert found.statement.doubts[0] == "the quote has no number “12”"
    assert found.question is None
    assert [each.text for each in found.phrasings] == ["how many miles did the light reach", "was it lit by Queen Ilse"]
    assert found.phrasings[1].doubts == ("the quote has no “Queen Ilse”",)
    assert [each.fate for each in found.judged] == [
        Fate.DOUBTED,
        Fate.TAKEN,
        Fate.DUPLICATE,
        Fate.KEPT,
        Fate.DOUBTED,
    ]


def test_a_statement_of_another_fact_is_no_other_wording() -> None:
    knowledge = _knowledge()
    fact, other = knowledge.facts["lamp-range"], knowledge.facts["lamp-height"]
    found = prover_for(fact, knowledge).prove_wording(ReplyObject(values={"statement": other.statement}), fact)

    assert found.statement is None
    assert [each.fate for each in found.judged] == [Fate.DUPLICATE]


def _knowledge() -> Knowledge:
    files = {name: text.encode() if isinstance(text, str) else text for name, text in _files().items()}
    return load(
        curated=MemoryFolder(name="knowledge", files=files), seeds=MemoryFolder(name="seeds", files=files)
    ).knowledge


def _files() -> dict[str, str | bytes]:
    files = base_files()
    seed = str(files["seeds/grey-skerry.txt"]).encode()
    files["knowledge/sources.yaml"] = str(files["knowledge/sources.yaml"]).replace(
        "{sha256}", hashlib.sha256(seed).hexdigest()
    )
    return files
