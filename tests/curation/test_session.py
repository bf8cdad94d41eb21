"""A review walks through what is left, saves each change, says what `check` says, and takes changes back."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

import pytest
from curation.unfinished import LEFT, TODAY, at, store_of

from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.yaml_reader import Value
from bot.curation.changes import add_fact, add_unknown
from bot.curation.editing import EditRefusedError
from bot.curation.keys import marked_wording
from bot.curation.operations import find_entry
from bot.curation.saving import ChangedOnDiskError
from bot.curation.session import ReviewSession
from bot.curation.workspace import EntryKind
from bot.errors import KnowledgeError


def files(config: Config) -> Mapping[str, str]:
    return {path.name: path.read_bytes().decode() for path in config.knowledge.rglob("*.yaml")}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The changed lines of all files, in the order of the files' names."""
    lines = []
    for name in sorted(before):
        diff = difflib.unified_diff(before[name].splitlines(), after[name].splitlines(), n=0, lineterm="")
        lines += [line for line in diff if not line.startswith(("---", "+++", "@@"))]
    return lines


def told(session: ReviewSession) -> list[str]:
    entry = session.current
    assert entry is not None
    return [f"{problem.key}: {problem.message}" for problem in session.problems(entry)]


def test_the_walk_goes_through_the_facts_in_the_order_of_the_article_and_through_all_else(
    session: ReviewSession,
) -> None:
    walked = []
    for _ in LEFT:
        assert session.current is not None
        walked.append(session.current.name)
        session.skip()

    assert walked == LEFT
    assert session.current is not None
    assert session.current.name == LEFT[0]
    session.skip(-1)
    assert session.current.name == LEFT[-1]


def test_kept_to_the_end_the_base_is_loaded_and_each_change_is_small(config: Config, session: ReviewSession) -> None:
    before = files(config)
    at(session, "waves").set_field("statement", "Waves of 11 metres were measured.")
    at(session, LEFT[0])
    while session.open:
        session.keep()

    assert session.current is None
    assert (session.progress.settled, session.progress.total) == (7, 7)
    assert "waves" in load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds).facts
    removed = [line for line in changed(before, files(config)) if line.startswith("-")]
    assert len(removed) == 13
    assert all("# TODO" in line for line in removed)


def test_a_review_that_was_left_is_resumed_where_it_was(config: Config, session: ReviewSession) -> None:
    session.keep()
    session.keep()
    resumed = ReviewSession(store_of(config))

    assert resumed.current is not None
    assert resumed.current.name == "dark-since"
    assert (resumed.progress.settled, resumed.progress.total) == (0, 5)


@pytest.mark.parametrize(
    ("name", "change", "lines"),
    [
        ("crossing", lambda s: s.set_field("standing", "claimed"), [
            "-  standing: stated  # TODO: how far does the source stand behind it?", "+  standing: claimed"]),
        ("crossing", lambda s: s.set_field("when", "2031-03-03"), ["+  when: 2031-03-03"]),
        ("waves", lambda s: s.set_field("when", ""), ["-  when: 2031-03-04  # TODO: is it the day of the fact?"]),
        ("waves", lambda s: s.set_field("phrasings", ["height of the sea", "how tall"]), ['+    - "how tall"']),
        ("dark-since", lambda s: s.set_field("phrasings", ["how long dark"]), [
            "-  phrasings: []  # TODO: add about ten other ways to ask; these repeat its words",
            "+  phrasings:", '+    - "how long dark"']),
        ("Grey Skerry", lambda s: s.set_field("kind", "place"), [
            "-    kind: thing  # TODO: person, body (organisation), place or thing?", "+    kind: place"]),
        ("Grey Skerry", lambda s: s.set_field("aliases", ["the rock"]), [
            "-    aliases: []", "+    aliases:", '+      - "the rock"']),
        ("ostrand-post", lambda s: s.set_field("title", "Grey Skerry in the dark"), [
            '-  title: "Grey Skerry goes dark"  # TODO: is this the title?', '+  title: "Grey Skerry in the dark"']),
        ("crossing", lambda s: s.set_field("topics", ["The storm", "Ferries"]), [
            "-  topics: [storm]", "+  topics: [storm, ferries]", "+", "+- id: ferries", '+  title: "Ferries"']),
    ],
)  # fmt: skip
def test_a_change_is_written_at_once_and_undone(
    config: Config, session: ReviewSession, name: str, change: Callable[[ReviewSession], None], lines: list[str]
) -> None:
    before = files(config)
    change(at(session, name))
    seen = changed(before, files(config))
    session.undo()

    assert [line for line in seen if line != "+"] == [line for line in lines if line != "+"]
    assert files(config) == before
    with pytest.raises(EditRefusedError, match="nothing to undo"):
        session.undo()


def test_after_each_change_it_says_what_check_says(session: ReviewSession) -> None:
    at(session, "waves")
    first = told(session)
    session.set_field("statement", "The buoy measured waves of 11 metres.")
    second = told(session)
    session.set_field("question", "Since when is the lighthouse dark?")
    third = told(session)
    session.set_field("question", " ".join(["why"] * 80))

    assert [line.partition(".")[0] for line in first] == ["statement: no quote has the number '12'"]
    assert second == []
    assert third == [
        (
            "question: This question is also used by 'dark-since', knowledge/facts/article.yaml:23; it can lead to "
            "one entry only: reword one of them."
        )
    ]
    assert told(session)[0].startswith("question: question: found 319 characters; expected the question")


def test_what_a_change_would_lead_to_is_known_before_it_is_made(config: Config, session: ReviewSession) -> None:
    before = files(config)
    at(session, "waves")
    problems = session.preview_field("statement", "Waves of 13 metres were measured in Lorn.")

    assert [problem.message.partition(".")[0] for problem in problems] == [
        "no quote has the number '13'",
        "no quote names 'Lorn'",
    ]
    assert [each.message for each in session.preview_field("topics", ["A new topic"]) if each.key == "topics"] == []
    assert files(config) == before


def test_a_topic_is_found_by_its_title_in_another_language(session: ReviewSession) -> None:
    at(session, "storm").set_field("title_es", "La tormenta")
    at(session, "waves").set_field("topics", ["the STORM", "la tormenta"])

    waves = find_entry(session.workspace, EntryKind.FACT, "waves")
    assert session.workspace.value(waves)["topics"] == ["storm"]


def test_a_new_topic_that_is_typed_as_an_id_gets_a_todo_for_its_title(session: ReviewSession) -> None:
    at(session, "waves").set_field("topics", ["storm", "new-ferry", "The harbour"])

    topics = session.workspace.text("topics.yaml")
    assert [topics.value((index, "title")) for index in (1, 2)] == ["new-ferry", "The harbour"]
    assert [[todo.key for todo in topics.todos((index,))] for index in (1, 2)] == [["title"], []]
    at(session, "new-ferry").set_field("title", "The new ferry")
    assert "new-ferry" not in [entry.name for entry in session.open]


def test_an_entry_with_an_error_is_not_kept_and_one_with_a_warning_is(config: Config, session: ReviewSession) -> None:
    at(session, "waves").keep()
    at(session, "crossing")
    session.set_field("question", "How high were the waves?")
    before = files(config)

    with pytest.raises(EditRefusedError, match=r"^Fix this first: This question is also used by 'waves'"):
        session.keep()
    assert files(config) == before


def test_a_quote_that_is_not_in_the_source_is_said_with_the_passage(config: Config, session: ReviewSession) -> None:
    path = config.knowledge / "facts/article.yaml"
    path.write_text(path.read_text("utf-8").replace("Waves of 11 metres were", "Waves of 12 metres were"), "utf-8")
    session.reload()
    at(session, "waves")

    (problem,) = told(session)
    assert problem.startswith("quotes: The quote is not in grey-skerry.txt. The most similar passage is in line 3")
    assert session.undo() == "edits made in an editor"
    assert "Waves of 11 metres were" in path.read_text("utf-8")


def test_merging_joins_quotes_phrasings_and_topics_and_leads_links_to_the_fact_that_stays(
    session: ReviewSession,
) -> None:
    at(session, "waves").merge()
    facts = session.workspace.text("facts/article.yaml")

    assert session.current is not None
    assert session.current.name == "dark-since"
    assert session.workspace.find(session.current.key) is not None
    assert facts.value((1, "statement")) == (
        "The lighthouse on Grey Skerry has been dark since 4 March 2031. Waves of 12 metres were measured."
    )
    assert facts.value((1, "phrasings")) == ["How high were the waves?", "height of the sea"]
    assert [str(facts.value((1, "quotes", index, "exact")))[:5] for index in range(3)] == ["The l", "Waves", "None"]
    assert facts.value((1, "related")) == []
    assert session.workspace.text("unknowns.yaml").value((0, "nearest")) == ["dark-since"]
    assert facts.value((2,)) is None
    at(session, "dark-since")
    session.undo()
    assert session.current.name == "waves"


def test_a_merged_fact_is_open_until_its_statement_is_one(session: ReviewSession) -> None:
    at(session, "dark-since").keep()
    at(session, "waves").merge()
    assert session.current is not None
    assert [todo.what[:26] for todo in session.workspace.todos(session.current)] == ["say what both facts said i"]

    session.set_field("statement", "The lighthouse is dark since 4 March 2031, with waves of 11 metres.")

    assert not session.workspace.todos(next(each for each in session.workspace.entries if each.name == "dark-since"))


def test_facts_that_name_the_publisher_of_their_source_follow_it(config: Config, session: ReviewSession) -> None:
    at(session, "ostrand-post").set_field("publisher", "The Ostrand Echo")
    facts = load_facts(config)

    assert facts["dark-since"] == "The Ostrand Echo"
    assert facts["waves"] == "the weather buoy"
    assert session.undo() == "change publisher of ostrand-post"
    assert load_facts(config)["dark-since"] == "Ostrand Post"


def test_a_fact_that_follows_its_publisher_keeps_its_todos_and_is_corrected(
    config: Config, session: ReviewSession
) -> None:
    path = config.knowledge / "facts" / "article.yaml"
    guessed = '  attribution: "Ostrand Post"  # TODO: guessed from the publisher\n  reworded: 2031-03-01\n'
    path.write_text(path.read_text("utf-8").replace('  attribution: "Ostrand Post"\n', guessed), "utf-8")
    session.reload()
    at(session, "ostrand-post").set_field("publisher", "The Ostrand Echo")

    text = path.read_text("utf-8")
    assert '  attribution: "The Ostrand Echo"  # TODO: guessed from the publisher\n' in text
    assert "reworded" not in text


def test_a_mark_for_the_wording_says_how_many_changes_it_covers(session: ReviewSession) -> None:
    at(session, "waves").set_field("statement", "Waves of 11 metres were measured.")
    assert session.mark_wording(TODAY) == 1

    session.set_field("standing", "reported")
    session.set_field("statement", "Waves of 11 metres were measured at night.")
    session.set_field("question", "How high were the waves at night?")

    assert session.mark_wording(TODAY) == 2
    assert marked_wording(2).startswith("Marked: all 2 changes of this fact in this review are of the wording alone.")


def test_a_mark_for_the_wording_is_refused_where_the_one_there_is_a_list(
    config: Config, session: ReviewSession
) -> None:
    path = config.knowledge / "facts" / "article.yaml"
    path.write_text(path.read_text("utf-8").replace("- id: waves\n", "- id: waves\n  reworded: [a]\n"), "utf-8")
    session.reload()
    at(session, "waves").set_field("question", "How high were the waves at night?")

    with pytest.raises(EditRefusedError, match="'reworded' is not a text"):
        session.mark_wording(TODAY)


def load_facts(config: Config) -> dict[str, str]:
    base = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=True)
    return {fact.id: fact.attribution for fact in base.facts.values()}


GOLDEN = """\
# Questions in people's words.
- question: "was the sea rough?"
  fact: waves
- {question: "how tall were the waves exactly?", fact: waves}  # kept on one line
- question: "is the lighthouse out?"
  fact: dark-since
"""


def golden_of(config: Config) -> str:
    return (config.knowledge / "golden.yaml").read_text("utf-8")


def test_golden_questions_of_a_merged_fact_expect_the_fact_that_stays(config: Config, session: ReviewSession) -> None:
    (config.knowledge / "golden.yaml").write_text(GOLDEN, "utf-8")
    session.reload()
    at(session, "waves").merge()

    assert golden_of(config) == GOLDEN.replace("fact: waves", "fact: dark-since")


def test_golden_questions_of_a_dropped_fact_are_deleted_and_come_back_when_that_is_undone(
    config: Config, session: ReviewSession
) -> None:
    (config.knowledge / "golden.yaml").write_text(GOLDEN, "utf-8")
    session.reload()
    at(session, "waves").drop("A detail of the weather.")

    assert golden_of(config) == (
        '# Questions in people\'s words.\n- question: "is the lighthouse out?"\n  fact: dark-since\n'
    )
    session.undo()
    assert golden_of(config) == GOLDEN


def test_the_first_fact_has_none_before_it_to_be_merged_with(session: ReviewSession) -> None:
    at(session, "dark-since")
    with pytest.raises(EditRefusedError, match="no fact before this one"):
        session.merge()


def test_a_topic_is_merged_with_the_one_beside_it_and_its_facts_get_that(
    config: Config, session: ReviewSession
) -> None:
    before = files(config)
    at(session, "crossing").set_field("topics", ["storm", "Ferries"])
    at(session, "waves").set_field("topics", ["ferries"])
    with pytest.raises(EditRefusedError, match=r"^2 of the facts have this topic\. Merge it with another one"):
        at(session, "ferries").drop()
    session.merge()
    facts = session.workspace.text("facts/article.yaml")

    assert session.current is not None
    assert session.current.name == "storm"
    assert session.workspace.text("topics.yaml").value((0, "id")) == "storm"
    assert session.workspace.text("topics.yaml").value((1,)) is None
    assert [facts.value((index, "topics")) for index in range(3)] == [["storm"]] * 3
    for _ in range(3):
        session.undo()
    assert files(config) == before


def test_the_first_topic_is_merged_into_the_second_and_the_only_one_into_none(session: ReviewSession) -> None:
    with pytest.raises(EditRefusedError, match="or other topic, to merge it with"):
        at(session, "storm").merge()
    at(session, "crossing").set_field("topics", ["storm", "Ferries"])
    at(session, "storm").merge()

    assert session.workspace.text("facts/article.yaml").value((1, "topics")) == ["ferries"]


def test_a_dropped_fact_leaves_its_passage_unquoted_with_the_reason_and_no_links(
    config: Config, session: ReviewSession
) -> None:
    before = files(config)
    at(session, "waves")
    with pytest.raises(EditRefusedError, match="Say in a few words"):
        session.drop(" ")
    session.drop("A detail of the weather.")
    lines = [line for line in changed(before, files(config)) if "TODO" not in line and line[1:].strip()]

    assert session.current is not None
    assert session.current.name == "crossing"
    assert "-- id: waves" in lines
    assert lines[-4:] == [
        '+    - exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand."',
        '+      reason: "A detail of the weather."',
        "-  nearest: [waves]",
        "+  nearest: []",
    ]
    session.undo()
    assert files(config) == before


@pytest.mark.parametrize("kind", [EntryKind.TOPIC, EntryKind.UNKNOWN, EntryKind.NAME])
def test_what_is_called_as_a_fact_is_dropped_without_the_links_to_the_fact(
    config: Config, session: ReviewSession, kind: EntryKind
) -> None:
    path = config.knowledge / {"topic": "topics", "unknown": "unknowns", "name": "vocabulary"}[kind]
    path = path.with_suffix(".yaml")
    entry = f"- {{{'name' if kind is EntryKind.NAME else 'id'}: waves}}\n"
    head, names, rest = path.read_text("utf-8").partition("names:\n")
    path.write_text(f"{head}{names}{'  ' if names else ''}{entry}{rest}", "utf-8")
    session.reload()
    before = files(config)
    session.go((kind, path.name, "waves"))
    session.drop()

    assert [line for line in changed(before, files(config)) if "waves" in line] == [
        f"-{'  ' if names else ''}{entry[:-1]}"
    ]


def test_a_passage_that_another_fact_quotes_is_not_set_aside(config: Config, session: ReviewSession) -> None:
    path = config.knowledge / "facts/settled.yaml"
    text = path.read_text("utf-8")
    path.write_text(text + "\n" + text.replace("- id: lamp", "- id: reach").replace("How high", "How far"), "utf-8")
    session.reload()
    at(session, "reach").drop("A detail.")

    assert "A detail." not in (config.knowledge / "sources.yaml").read_text("utf-8")


def test_what_no_quote_has_is_kept_with_a_reason(config: Config, session: ReviewSession) -> None:
    before = files(config)
    at(session, "waves")
    with pytest.raises(EditRefusedError, match="Say in a few words why '12' is right"):
        session.acknowledge("  ")
    session.acknowledge("The buoy's own log says so.")

    assert [line for line in changed(before, files(config)) if line.startswith("+")] == [
        "+  acknowledged:",
        '+    - text: "12"',
        '+      reason: "The buoy\'s own log says so."',
    ]
    assert told(session) == []
    with pytest.raises(EditRefusedError, match="no number, date or name here that a quote lacks"):
        session.acknowledge("again")


@pytest.mark.parametrize(
    ("todo", "stays"),
    [("in your own words", False), ("are statement, standing and question right?", True), ("what is “it”?", False)],
)
def test_a_todo_about_several_fields_stays_until_the_entry_is_kept(
    config: Config, session: ReviewSession, todo: str, *, stays: bool
) -> None:
    path = config.knowledge / "facts/article.yaml"
    path.write_text(path.read_text("utf-8").replace("TODO: in your own words", f"TODO: {todo}"), "utf-8")
    session.reload()
    at(session, "waves").set_field("statement", "Waves of 11 metres were measured.")
    entry = session.current

    assert entry is not None
    assert ("statement" in [each.key for each in session.workspace.todos(entry)]) is stays
    session.keep()
    assert session.workspace.todos(entry) == ()


def test_a_name_is_dropped_without_a_reason_and_a_source_never(session: ReviewSession) -> None:
    at(session, "Grey Skerry").drop()
    with pytest.raises(EditRefusedError, match="cannot be dropped here"):
        at(session, "ostrand-post").drop("x")

    assert session.workspace.text("vocabulary.yaml").value(("names", 0, "name")) == "Petrel"


def test_an_edit_that_somebody_else_made_meanwhile_is_not_lost(config: Config, session: ReviewSession) -> None:
    path = config.knowledge / "facts/article.yaml"
    theirs = path.read_text("utf-8").replace("importance: 2", "importance: 3")
    path.write_text(theirs, "utf-8")
    at(session, "crossing")

    with pytest.raises(ChangedOnDiskError):
        session.set_field("standing", "claimed")
    assert path.read_text("utf-8") == theirs
    assert session.reload()
    session.set_field("standing", "claimed")
    assert path.read_text("utf-8").count("importance: 3") == 1


def test_a_file_that_is_no_yaml_after_an_edit_is_named_and_the_review_goes_on(
    config: Config, session: ReviewSession
) -> None:
    path = config.knowledge / "facts/article.yaml"
    good = path.read_text("utf-8")
    path.write_text(good + "- [", "utf-8")

    with pytest.raises(KnowledgeError, match=r"knowledge/facts/article\.yaml:\d+:\d+: This is not YAML"):
        session.reload()
    path.write_text(good, "utf-8")
    at(session, "crossing").keep()
    assert "its owners said" not in path.read_text("utf-8")


def test_an_entry_is_added_at_the_end_of_its_file_and_a_file_that_it_needed_goes_with_undo(
    config: Config, session: ReviewSession
) -> None:
    (config.knowledge / "unknowns.yaml").unlink()
    session.reload()
    before = files(config)
    unknown: dict[str, Value] = {"id": "glass", "statement": "It does not say who made the glass.", "question": "Who?"}
    fact: dict[str, Value] = {
        "id": "boat",
        "topics": ["storm"],
        "quotes": [{"source": "ostrand-post", "exact": "A boat"}],
    }
    session.apply("add glass", lambda workspace: add_unknown(workspace, unknown))
    session.apply("add boat", lambda workspace: add_fact(workspace, "facts/settled.yaml", fact))
    after = files(config)

    assert after["unknowns.yaml"] == (
        '- id: glass\n  statement: "It does not say who made the glass."\n  question: "Who?"\n'
    )
    assert after["settled.yaml"].removeprefix(before["settled.yaml"]) == (
        '- id: boat\n  topics: [storm]\n  quotes:\n    - source: ostrand-post\n      exact: "A boat"\n'
    )
    session.undo()
    session.undo()
    assert files(config) == before


def test_a_file_with_tabs_is_refused_with_their_place(config: Config) -> None:
    path = config.knowledge / "topics.yaml"
    path.write_text(path.read_text("utf-8").replace("  title", "\ttitle"), "utf-8")

    with pytest.raises(KnowledgeError, match=r"knowledge/topics\.yaml:2:1: A tab; indent with spaces"):
        ReviewSession(store_of(config))


def test_a_name_is_shown_where_it_is_a_word_of_its_own(config: Config, session: ReviewSession) -> None:
    path = config.knowledge / "vocabulary.yaml"
    path.write_text(path.read_text("utf-8").replace('"Petrel"', '"Grey"'), "utf-8")
    session.reload()
    (place,) = session.workspace.passages(next(e for e in session.workspace.entries if e.name == "Grey"))
    path.write_text(path.read_text("utf-8").replace('"Grey"', '"Gre"'), "utf-8")
    session.reload()

    assert (place.start, place.end) == (0, 4)
    assert session.workspace.passages(next(e for e in session.workspace.entries if e.name == "Gre")) == []


def test_a_key_that_an_entry_has_not_is_refused(session: ReviewSession) -> None:
    for key, value in (("nonsense", "x"), ("topics", "storm"), ("statement", ["x"]), ("statement", " ")):
        with pytest.raises(EditRefusedError):
            at(session, "waves").set_field(key, value)
