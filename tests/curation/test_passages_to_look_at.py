"""What a draft was not sure of waits in the review as a passage, until it is a fact or somebody says why it is none."""

from __future__ import annotations

import pytest
from curation.unfinished import at, store_of

from bot.config import Config
from bot.curation.editing import EditRefusedError
from bot.curation.page.views import review_state
from bot.curation.session import ReviewSession
from bot.curation.workspace import EntryKind

BUILDERS = "Builders in Ostrand doubt the sum: they expect twice as much."
NAME = "Builders in Ostrand doubt the sum: they expect twice as much…"
"""What the review calls it: its first words."""

LISTED = f"""\
    - exact: "{BUILDERS}"
      reason: "It seems to contradict something, but what is not clear."  # TODO: make a fact of it in the review
"""


@pytest.fixture
def session(config: Config) -> ReviewSession:
    sources = config.knowledge / "sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace("  unquoted:\n", f"  unquoted:\n{LISTED}"), "utf-8")
    return ReviewSession(store_of(config))


def sources(config: Config) -> str:
    return (config.knowledge / "sources.yaml").read_text("utf-8")


def test_a_passage_in_doubt_has_its_place_among_the_facts(session: ReviewSession) -> None:
    kinds = [entry.kind for entry in session.open]
    passage = next(entry for entry in session.open if entry.kind is EntryKind.PASSAGE)

    assert kinds.index(EntryKind.TOPIC) < kinds.index(EntryKind.PASSAGE) < kinds.index(EntryKind.UNKNOWN)
    assert [todo.what for todo in session.workspace.todos(passage)] == ["make a fact of it in the review"]
    assert passage.name == NAME


def test_one_key_makes_a_fact_of_it(config: Config, session: ReviewSession) -> None:
    at(session, NAME).write_fact("")

    assert session.current is not None
    assert session.current.kind is EntryKind.FACT
    assert session.workspace.value(session.current)["statement"] == BUILDERS
    assert BUILDERS not in sources(config)
    session.undo()
    assert LISTED in sources(config)


def test_it_is_not_kept_but_dropped_with_a_reason(config: Config, session: ReviewSession) -> None:
    with pytest.raises(EditRefusedError, match="Make a fact of this passage"):
        at(session, NAME).keep()
    with pytest.raises(EditRefusedError, match="Say in a few words"):
        session.drop()
    session.drop("Hearsay.")

    assert '      reason: "Hearsay."\n' in sources(config)
    assert not [entry for entry in session.workspace.entries if entry.kind is EntryKind.PASSAGE]
    assert session.current is not None


@pytest.mark.parametrize(
    "listed",
    [
        f"""\
    - exact: "{BUILDERS}"  # TODO: is it a fact?
      reason: "It seems to contradict something."
""",
        f"""\
    - "no passage at all"
    - exact: "{BUILDERS}"
      reason: "It seems to contradict something."  # TODO: is the reason or the exact passage wrong?
      # TODO: is it a fact?
""",
    ],
    ids=["at another key", "after an item that is no passage"],
)
def test_a_passage_that_is_dropped_is_settled_wherever_its_todos_are(config: Config, listed: str) -> None:
    path = config.knowledge / "sources.yaml"
    path.write_text(path.read_text("utf-8").replace("  unquoted:\n", f"  unquoted:\n{listed}"), "utf-8")
    session = ReviewSession(store_of(config))
    at(session, NAME).drop("Hearsay.")

    assert f'    - exact: "{BUILDERS}"\n      reason: "Hearsay."\n' in sources(config)
    assert not [entry for entry in session.open if entry.kind is EntryKind.PASSAGE]
    assert session.workspace.stray_todos() == 0


def test_to_confirm_the_source_does_not_settle_its_passages(config: Config, session: ReviewSession) -> None:
    at(session, "ostrand-post").keep()

    assert 'reason: "It seems to contradict something, but what is not clear."  # TODO' in sources(config)
    assert sources(config).count("# TODO") == 1
    assert session.workspace.stray_todos() == 0


def test_the_page_shows_the_passage_with_the_reason_and_marks_it_in_the_article(session: ReviewSession) -> None:
    state = review_state(at(session, NAME))
    marked = [run["text"] for paragraph in state["sources"][0]["paragraphs"] for run in paragraph
              if state["current"] in run["entries"]]  # fmt: skip

    assert marked == [BUILDERS]
    assert state["entry"]["kind"] == "passage"
    assert [field["value"] for field in state["entry"]["fields"]] == [
        "It seems to contradict something, but what is not clear."
    ]
    assert state["entries"][state["current"]]["line"] == BUILDERS
