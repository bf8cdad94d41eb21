from __future__ import annotations

from drafts import drafted

from bot.core.drafting.unknowns import find_unknowns

CLOCK = "The tide clock of the hall stopped at noon. The clock shows the tide at the pier."
MORE_CLOCK = "The guard wound the tide clock daily. The clock weighs 430 kilograms. The guild paid for the tide clock."
FERRY = "The ferry to the island was late on Monday. The ferry carries 60 cars. The crew painted the island ferry."
MORE_FERRY = "The ferry sails to the island every hour. The crew of the ferry sleeps on the island."


def test_paragraphs_that_share_words_are_a_topic_named_by_them() -> None:
    made = drafted(f"{CLOCK}\n\n{MORE_CLOCK}\n\n{FERRY}\n\n{MORE_FERRY}")
    of_topic = {topic.id: topic.title for topic in made.topics}
    titles = [of_topic[fact.topic] for fact in made.facts]

    assert len(made.topics) == 2
    assert made.topics[0].id == "tide-clock"
    assert len(set(titles[:5])) == len(set(titles[5:])) == 1
    assert [titles[0], titles[-1]] == ["Tide clock and pier", "Ferry and crew"]


def test_a_short_text_has_one_topic_with_the_title_of_the_source() -> None:
    (topic,) = drafted(CLOCK).topics

    assert (topic.id, topic.title) == ("tide-clock", "Varn Museum loses its tide clock to the damp")


def test_what_a_text_does_not_say_is_proposed_by_the_kind_of_event() -> None:
    court = "The jury convicted the director on Monday. The trial took nine days. The judge has set no date. "
    unknowns = {unknown.id: unknown for unknown in find_unknowns(court)}

    assert unknowns["sentence"].statement == "The article does not say what sentence or penalty was imposed."
    assert unknowns["sentence"].phrasings[1] == "What is the penalty in the trial?"
    assert "sentence" not in {unknown.id for unknown in find_unknowns(f"{court} He was sentenced to two years.")}


def test_a_text_of_no_known_event_gets_the_general_questions_without_a_noun() -> None:
    unknowns = find_unknowns("The bell rang in the fog.")

    assert len(unknowns) >= 5
    assert "How much does it cost?" in [unknown.question for unknown in unknowns]


def test_the_name_of_a_fire_station_makes_no_fire() -> None:
    water = (
        "The brown water that ran from taps in 11,400 homes was caused by a pump that failed at the reservoir, the "
        "utility said. Free water is handed out at Varn Fire Station No. 2. Ann Grey filled jugs at the fire station."
    )
    questions = [each.question for each in find_unknowns(water)]

    assert "Did anybody lose their job over it?" in questions
    assert [text for text in questions if "fire" in text.lower() or "die" in text] == []


def test_a_closed_bridge_and_a_recall_have_questions_of_their_own() -> None:
    bridge = "The bridge at Varn is closed. Lorries and the ferry are late. Two cracks were found in a beam."
    recall = "Varn Lamps recalls 400 lamps of a faulty batch. Owners and customers may call the firm."

    assert "When will it run again?" in [each.question for each in find_unknowns(bridge)]
    assert "Do owners get their money back?" in [each.question for each in find_unknowns(recall)]


def test_nobody_asks_for_jurors_where_there_is_no_jury() -> None:
    court = "The judge convicted the clerk, who was charged with theft. The lawyer of the clerk will appeal."
    questions = [each.question for each in find_unknowns(court)]

    assert "Is the accused in custody?" in questions
    assert not {"Who were the jurors?", "What does the defence say?"} & set(questions)


def test_one_word_of_an_event_is_not_enough_for_its_checklist() -> None:
    text = "The bakery closed after 51 years. Its owner retired to the coast. A judge was among the last customers."

    assert "sentence" not in {each.id for each in find_unknowns(text)}


def test_a_title_of_two_phrases_fits_the_facts_that_one_does_not() -> None:
    made = drafted(f"{CLOCK}\n\n{MORE_CLOCK}\n\n{FERRY}\n\n{MORE_FERRY} The harbour master sold 40 oars.")

    assert made.topics[-1].title == "Ferry and harbour master"


def test_the_words_near_to_those_of_a_text_are_proposed() -> None:
    near = drafted("The firm recalled 400 lamps after one burned.").near

    assert ("recall", "take back", "withdraw") in near
    assert all("ship" not in group for group in near)


def test_a_board_that_votes_holds_no_election() -> None:
    board = (
        "The board voted by seven votes to four to shut the ward. The ward will close on 30 May.\n\n"
        "Campaigners accuse the board of haste."
    )
    asked = {each.id for each in find_unknowns(board)}
    elected = {each.id for each in find_unknowns(board.replace("The board voted", "In the election people voted"))}

    assert asked.isdisjoint({"turnout", "penalty", "opposition", "effect"})
    assert "turnout" in elected
