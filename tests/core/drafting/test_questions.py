from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from drafts import source_of

from bot.core.drafting import Draft, DraftSource, ExistingBase, draft


def drafted(text: str) -> Draft:
    source = replace(source_of(text), published=dt.date(2031, 3, 14))
    return draft(DraftSource(source=source, guessed=frozenset()), ExistingBase())


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The museum closed the hall on Thursday.", "When did the museum close the hall?"),
        (
            "The federal jury on Thursday convicted the director of theft.",
            "When did the federal jury convict the director of theft?",
        ),
        ("About 412 homes took on water in the spring.", "How many homes took on water in the spring?"),
        (
            "The crews have inspected 2,306 houses since October.",
            "How many houses have the crews inspected since October?",
        ),
        ("The state will give $38 million to the owners.", "How much will the state give to the owners?"),
        ("The roof was repaired because water came in.", "Why was the roof repaired?"),
        ("The museum closed the north hall.", "Who closed the north hall?"),
        ("The flood damaged the old pier.", "What damaged the old pier?"),
        ("The council has not decided on the crane.", "Has the council decided on the crane?"),
        ("The guard said the pendulum was broken.", "What did the guard say about the pendulum?"),
        ("The insurer claims that the roof leaked.", "What does the insurer claim about the roof?"),
        ("Bank records show that the sum was paid.", "What do bank records show about the sum?"),
        ("The keeper allegedly took the lamp.", "What is alleged about the keeper?"),
        ("The pump was due to be replaced in 2022, due to its age.", "When was the pump due to be replaced?"),
        ("Oxygen near the bottom fell to 4 milligrams per liter.", "What fell to 4 milligrams per liter?"),
        ("A clerk, Pia Ash, declined to say whether a fine was due.", "Who declined to say whether a fine was due?"),
        ("Residents who cannot attend may write to the office.", "Who may write to the office?"),
        ("Claims must be filed by Nov. 14.", "By when must claims be filed?"),
        ("Owners will have $18 taken off their November bill.", "Who will have $18 taken off their November bill?"),
        ("A public meeting will be held next Tuesday in the hall.", "What will be held in the hall?"),
        ("“My coffee looked the same as ever,” Ann Grey said.", "What did Ann Grey say about the coffee?"),
        ("“My father looked the same as ever,” Ann Grey said.", "What did Ann Grey say about their father?"),
        (
            "“It rained in the north,” Ann Grey said, “and the keepers’ union left.”",
            "What did Ann Grey say about the keepers’ union?",
        ),
        ("Ann Grey said the Varn Office zone was wet.", "What did Ann Grey say about the Varn Office zone?"),
        (
            "The customer group Varn Taps claims that the roof leaked.",
            "What does the customer group Varn Taps claim about the roof?",
        ),
        ("Work on the pier began in May 2030 and was completed in June.", "When did work on the pier begin?"),
        ("A farmer who let milk run into a brook has been fined.", "Who has been fined?"),
        ("“I have told a few myself in the hall,” Ann Grey said.", "What did Ann Grey say about the hall?"),
        ("Each spring the river floods the old pier.", "What floods the old pier?"),
        ("“It was not to be,” Ann Grey said after 12 days.", "What did Ann Grey say?"),
        ("The mayor called for an independent inquiry.", "What did the mayor say about the independent inquiry?"),
        (
            "Samples taken on Friday in Varn showed the salt was new.",
            "What do samples taken in Varn show about the salt?",
        ),
        ("The plant has halted its night shift.", "What has halted its night shift?"),
        ("The ship was carrying 4,200 containers.", "How many containers was the ship carrying?"),
        ("The line cancelled 18 crossings and apologised to the crew.", "How many crossings did the line cancel?"),
        ("The bridge was closed for 11 weeks.", "How long was the bridge closed?"),
        ("The pier cost 7 million crowns.", "How much did the pier cost?"),
        ("The port will replace the crane by the end of 2032.", "By when will the port replace the crane?"),
        ("The port replaced the crane at the start of 2030.", "When did the port replace the crane?"),
        ("The port dug 40 metres of new drains in 2030.", "When did the port dig 40 metres of new drains?"),
        (
            "The port dug 40 metres of new drains beside it.",
            "How many metres of new drains did the port dig beside it?",
        ),
        ("Lower Varn follows in the autumn.", "Does Lower Varn follow in the autumn?"),
        ("It weighs 430 kilograms with its case.", "What weighs 430 kilograms with its case?"),
    ],
)
def test_the_question_asks_for_what_the_sentence_tells(text: str, question: str) -> None:
    (fact,) = drafted(text).facts

    assert fact.questions[0] == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The pier, which will cost £9 million, opens in May.", "How much will the pier cost?"),
        ("The pier, which has 40 lamps, will open in 2032.", "How many lamps does the pier have?"),
        ("The pier, which opened in 1931, will close in May.", "When did the pier open?"),
        ("The owners will receive £75 each by 31 May.", "How much will the owners receive by 31 May 2031?"),
        ("The pier of the town, which will cost £9 million, opens in May.", None),
        ("The pier, which will not cost £9 million, opens in May.", None),
    ],
)
def test_an_aside_about_the_subject_and_a_sum_for_each_are_asked_for_too(text: str, question: str | None) -> None:
    (fact,) = drafted(text).facts

    assert question in fact.questions if question else not any("How much" in each for each in fact.questions)


def test_what_somebody_says_is_never_asked_as_if_it_were_so() -> None:
    (fact,) = drafted("The insurer claims that the council hid 12 reports on the leak.").facts

    assert [text for text in fact.questions if "insurer" not in text] == []
    assert len(fact.questions) > 2


def test_every_question_is_a_sentence_of_its_own() -> None:
    text = "The museum closed the hall. The museum closed the hall again. It stays closed today. “So it goes,” he said."
    questions = [question for fact in drafted(text).facts for question in fact.questions]

    assert len(questions) == len(set(questions))
    assert all(question[0].isupper() and question.rstrip(")0123456789 (").endswith("?") for question in questions)


def test_no_question_has_words_that_only_the_sentence_explains() -> None:
    text = (
        "Free water is being handed out this week at three places. Residents who cannot attend may send theirs in "
        "writing. The failed pump, installed in 1998, was due to be replaced, but the work was put off tonight. “Do "
        "that,” Grey said on Tuesday. The hall, where Ann Grey and Tom Ash are to take questions, opens on Sunday. "
        "The plant has halted its shift. Ann Grey said she threw out 140 sheets stained on Sunday."
    )
    questions = [question for fact in drafted(text).facts for question in fact.questions]

    assert [
        text
        for text in questions
        if re.search(r"theirs|this week|tonight|day\b|[“”]|Why was the failed pump|have halted|stained[?]", text)
    ] == []


def test_who_says_something_stands_at_the_end_of_a_question() -> None:
    (fact,) = drafted("A former clerk pleaded guilty to theft, the guild said.").facts

    assert "What did the guild say about the former?" not in fact.questions
    assert "Who pleaded guilty to theft, according to the guild?" in fact.questions


@pytest.mark.parametrize(
    "text",
    [
        "One species leaves two days before the water comes.",
        "“Shake anything hard enough and it leaves,” Ann Grey said.",
        "The lamp “may have been too old”, Ann Grey wrote in an email.",
    ],
)
def test_nothing_is_asked_of_a_clause_that_is_not_understood(text: str) -> None:
    (fact,) = drafted(text).facts

    assert [text for text in fact.questions if not text.startswith(("What is", "What d", "What has"))] == []


def test_a_topic_has_no_verb_in_its_title() -> None:
    text = "\n\n".join(
        f"{start} the pier was dark. The log shows that the lamp of the pier went out in May 20{number}."
        for number, start in enumerate(
            ("The team suspects", "The team suspects", "The guild said", "The port said"), 31
        )
    )

    assert not [topic.title for topic in drafted(text).topics if "shows" in topic.title or "suspects" in topic.title]


def test_an_article_is_small_inside_a_question_even_if_the_publisher_begins_with_one() -> None:
    source = replace(source_of("The pier closed in May, The Varn Bell wrote."), publisher="The Varn Bell")
    (fact,) = draft(DraftSource(source=source, guessed=frozenset()), ExistingBase()).facts

    assert not [question for question in fact.questions if " The pier" in question]
