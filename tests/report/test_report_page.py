from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bases import FERRY, LIGHT, REPAIR, SEED, SOURCES, UNKNOWNS, base_files
from reports import MADE, classes, opened, seen, small_contents, unanswered, within

from bot.core.knowledge.model import Standing
from bot.errors import Todo
from bot.report import gather, page
from bot.report.collect import Certainty

SECTIONS = ("first", "facts", "claims", "unknowns", "questions", "sources")

HOSTILE = "</p><script>alert(1)</script>&amp;"
"""Seven words that must stand on the page as they stand here."""


@pytest.fixture(scope="module")
def small() -> str:
    return page(small_contents())


def test_the_page_shows_the_revision_the_date_and_what_it_contains(small: str) -> None:
    text = seen(small).text

    assert small_contents().knowledge.revision in text
    assert "5 March 2031, 12:30 UTC" in text
    assert "11 facts, 12 quotes, 3 topics, 2 unknowns, 1 source" in text


def test_the_page_of_a_draft_says_so_and_no_other_does(small: str) -> None:
    contents = small_contents()
    todo = Todo(file="f.yaml", line=3, column=9, entry="lamp-range", noun="fact")
    draft = page(replace(contents, knowledge=replace(contents.knowledge, todos=(todo, todo))))

    assert "DRAFT · not confirmed by a curator 2 TODOs left: 1 fact × 2" in " ".join(seen(draft).text.split())
    assert "DRAFT" not in small


def test_the_page_needs_nothing_from_elsewhere_and_runs_only_its_own_script(small: str) -> None:
    found = seen(small)
    names = [name for name, _ in found.tags]
    script = re.search(r"<script>(.*)</script>", small, re.DOTALL)

    assert not set(names) & {"img", "link", "iframe", "object", "embed", "base", "svg"}
    assert not [key for _, attributes in found.tags for key in attributes if key.startswith("on") or key == "src"]
    assert "url(" not in small
    assert "@import" not in small
    assert names.count("script") == 1
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    (policy,) = (at["content"] for _, at in found.tags if at.get("http-equiv") == "Content-Security-Policy")
    assert policy.split("; ")[:3] == [
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        f"script-src 'sha256-{digest}'",
    ]


def test_every_link_within_the_page_leads_somewhere_and_no_id_occurs_twice(small: str) -> None:
    found = seen(small)

    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links if link.startswith("#")} <= set(found.ids)
    assert [link for link in found.links if not link.startswith("#")] == ["https://example.com/grey-skerry"]


def test_the_contents_lead_to_every_section(small: str) -> None:
    found = seen(small)

    assert found.links[: len(SECTIONS)] == [f"#{name}" for name in SECTIONS]


def test_the_article_is_shown_word_for_word(small: str) -> None:
    bare = re.sub(r"<sup>.*?</sup>|<span class=\"(?:place|reason)\".*?</span>", "", small)

    assert within(bare, "sources").text.endswith(" ".join(SEED.split()))


def test_each_quoted_passage_is_underlined_by_standing_and_followed_by_its_facts(small: str) -> None:
    exact = "Builders in Ostrand doubt the sum: they expect twice as much"
    quoted = re.search(rf'<span class="s (\w+) l1"><span class="(q\d+)">{exact}</span></span><sup>(.*?)</sup>', small)

    assert quoted is not None
    assert quoted[1] == "stated"
    assert 'href="#fact-cost-doubted"' in quoted[3]
    assert f'id="{quoted[2]}"' in small
    assert f"#{quoted[2]}" in within(small, "facts").links


def test_quotes_that_overlap_have_a_line_for_each_standing(small: str) -> None:
    # "The Harbour Office says the repair will cost 600,000 crowns" is disputed, and part of a longer claim.
    lined = re.search(r'<span class="s disputed l2"><span class="s claimed l1">(.*?)</span></span>', small)

    assert lined is not None
    assert "The Harbour Office says the repair will cost 600,000 crowns" in lined[1]


def test_no_standing_is_shown_by_colour_alone() -> None:
    sheet = page(small_contents())
    styles = {standing: re.search(rf"\.{standing} {{ text-decoration-style: (\w+);", sheet) for standing in Standing}

    assert len({found[1] for found in styles.values() if found}) == len(Standing)


def test_the_legend_names_every_line(small: str) -> None:
    legend = within(small, "sources")

    for word in ("Documented", "Reported", "Stated", "Claimed", "Disputed", "Not quoted", "Set aside"):
        assert word in legend.text
    assert {"s", "disputed"} in classes(legend.tags)


def test_a_passage_that_was_set_aside_has_its_reason(small: str) -> None:
    assert "Grey Skerry goes darkset aside: The headline." in within(small, "sources").text


def test_a_source_has_its_day_of_publication(small: str) -> None:
    assert "Published 6 March 2031" in within(small, "sources").text


def test_a_sentence_that_no_fact_quotes_is_marked(tmp_path: Path) -> None:
    ferry = FERRY.replace("Its last evening crossing was on 3\\u202FMarch", "on 3\\u202FMarch")
    contents = gather(opened(tmp_path, {"knowledge/facts/ferry.yaml": ferry}), None, made=MADE)
    shown = page(contents)

    assert '<span class="bare">Its last evening crossing was </span>' in shown
    assert "90% of 10 sentences quoted: 1 not quoted, 1 set aside." in within(shown, "sources").text


def test_a_fact_has_all_that_was_written_of_it(small: str) -> None:
    facts = within(small, "facts").text

    assert "The light 6 facts The lamp, its reach and its end." in facts
    assert "The weather buoy off Ostrand measured waves of 11 metres in the night of 4 March 2031." in facts
    assert "Documented · the weather buoy off Ostrand · 4 March 2031" in facts
    assert (
        "“Waves of 11 metres were measured that night by the weather buoy off Ostrand” — Ostrand Post, paragraph 2"
        in facts
    )
    assert "what did the buoy measure" in facts
    assert "wave-height · importance 2" in facts
    assert facts.count("Related") == 4


def test_a_fact_of_several_topics_is_shown_once_and_named_under_the_others(tmp_path: Path) -> None:
    repair = REPAIR.replace("topics: [repair]", "topics: [repair, light]", 1)
    shown = page(gather(opened(tmp_path, {"knowledge/facts/repair.yaml": repair}), None, made=MADE))

    assert shown.count('id="fact-repair-cost"') == 1
    assert (
        "Shown under other topics: 7 The Harbour Office puts the repair of the lighthouse"
        in within(shown, "facts").text
    )


def test_topics_are_named_and_described_in_english_where_there_is_a_translation(tmp_path: Path) -> None:
    topics = '- {id: light, title: "La luz", title_en: "The lamp", description: "Todo.", description_en: "All of it."}'
    others = "- {id: repair, title: R}\n- {id: ferry, title: F}\n"
    shown = page(gather(opened(tmp_path, {"knowledge/topics.yaml": f"{topics}\n{others}"}), None, made=MADE))
    text = within(shown, "facts").text

    assert "The lamp" in text
    assert "All of it." in text
    assert "La luz" not in text
    assert "Todo." not in text


def test_a_claim_is_shown_beside_what_disputes_it_once(small: str) -> None:
    claims = within(small, "claims")

    assert claims.text.count("Builders in Ostrand expect") == 1
    assert claims.text.index("Harbour Office puts the repair") < claims.text.index("Builders in Ostrand expect")
    assert "Claims that no fact disputes 8 The Harbour Office says that the repair" in claims.text


def test_two_claims_that_dispute_each_other_are_shown_side_by_side_once(tmp_path: Path) -> None:
    repair = REPAIR.replace("standing: stated", "standing: claimed").replace(
        "  related: [repair-end]", "  related: [repair-end]\n  disputes: [cost-doubted]"
    )
    claims = within(page(gather(opened(tmp_path, {"knowledge/facts/repair.yaml": repair}), None, made=MADE)), "claims")

    assert claims.text.count("Builders in Ostrand expect") == claims.text.count("Harbour Office puts the repair") == 1


def test_each_question_says_what_it_gets_when_left_out() -> None:
    asks = small_contents().questions

    assert {key: len(found) for key, found in asks.items()} == {
        **{key: len(fact.questions) for key, fact in small_contents().knowledge.facts.items()},
        **{key: len(unknown.questions) for key, unknown in small_contents().knowledge.unknowns.items()},
    }
    for found in asks.values():
        for ask in found:
            assert ask.right <= ask.among
            assert 0 <= ask.confidence <= 1


def test_a_question_that_leads_elsewhere_says_where(small: str) -> None:
    missed = next(ask for found in small_contents().questions.values() for ask in found if not ask.right)
    listed = re.search(rf'<li><span class="miss">✕</span> {re.escape(missed.text)} (.*?)</li>', small)

    assert listed is not None
    assert f"{missed.confidence:.2f}" in listed[1]
    assert missed.got.id in listed[1]


def test_the_shares_are_those_of_the_questions(small: str) -> None:
    of_facts = [
        ask
        for key, found in small_contents().questions.items()
        for ask in found
        if key in small_contents().knowledge.facts
    ]
    right = sum(ask.right for ask in of_facts)

    assert f"facts 23 {right} ({right / 23:.3f})" in within(small, "questions").text


def test_questions_with_a_wrong_answer_are_listed_with_the_highest_confidence_first() -> None:
    contents = small_contents()
    changed = {
        key: tuple(replace(ask, right=False, certainty=Certainty.ANSWERED) for ask in found)
        for key, found in contents.questions.items()
    }
    asks = within(page(replace(contents, questions=changed)), "questions").text
    surest = max((ask for key in contents.knowledge.facts for ask in changed[key]), key=lambda ask: ask.confidence)

    assert "Questions of facts that get a wrong answer: 23" in asks
    assert asks.index("leads to outcome") + len("leads to outcome ") == asks.index(surest.text)


def test_a_base_of_one_fact_cannot_be_asked_its_own_questions(tmp_path: Path) -> None:
    files = {
        "knowledge/facts/light.yaml": LIGHT.split("- id: wave-height", maxsplit=1)[0].replace(
            "  related: [wave-height]\n", ""
        ),
        "knowledge/facts/repair.yaml": None,
        "knowledge/facts/ferry.yaml": None,
        "knowledge/unknowns.yaml": None,
    }
    shown = page(gather(opened(tmp_path, files), None, made=MADE))

    assert "The base is too small to be asked its own questions." in within(shown, "questions").text
    assert "since when has the lighthouse been out" in within(shown, "facts").text


def test_an_unknown_is_shown_with_the_closest_facts(small: str) -> None:
    unknowns = within(small, "unknowns")

    assert "The article does not name the storm." in unknowns.text
    assert {"#fact-dark-since", "#fact-wave-height", "#fact-keeper-saw"} <= set(unknowns.links)


def test_golden_questions_show_what_they_get_the_wrong_ones_first(small: str) -> None:
    golden = within(small, "golden").text

    assert "1 of 2 have the expected outcome." in golden
    assert golden.index("✕ what was the storm called abstention not in source: unknown") < golden.index(
        "✓ how high above"
    )


def test_unanswered_questions_are_grouped_with_the_fact_that_came_nearest(small: str) -> None:
    groups = within(small, "unanswered").text

    assert (
        "2 who owns the ferry who owns the ferry? 5 March 2031 abstention 10 The ferry Petrel runs only by day"
        in groups
    )


def test_without_a_question_log_or_unanswered_questions_the_page_says_so() -> None:
    assert "No question log was read." in page(replace(small_contents(), unanswered=None))
    assert "Every question in the log was answered." in page(replace(small_contents(), unanswered=()))


def test_a_fact_that_is_gone_is_no_link(tmp_path: Path) -> None:
    contents = gather(opened(tmp_path), [unanswered("why", fact="gone"), unanswered("ho?", fact=None)], made=MADE)

    assert within(page(contents), "unanswered").text.count("none") == 2


def test_several_sources_follow_one_another(tmp_path: Path) -> None:
    text = "A second boat came.\n"
    second = f"""\
- id: second
  title: "A second boat"
  publisher: "Skerry News"
  url: "https://example.org/boat"
  file: boat.txt
  sha256: "{hashlib.sha256(text.encode()).hexdigest()}"
"""
    fact = base_files()["knowledge/facts/ferry.yaml"]
    assert isinstance(fact, str)
    more = (
        fact
        + """\
- id: second-boat
  statement: "A second boat came."
  topics: [ferry]
  attribution: "Skerry News"
  standing: reported
  quotes:
    - {source: second, exact: "A second boat came"}
  question: "second boat"
"""
    )
    files: dict[str, str | bytes | None] = {
        "knowledge/sources.yaml": SOURCES + second,
        "seeds/boat.txt": text,
        "knowledge/facts/ferry.yaml": more,
    }
    shown = page(gather(opened(tmp_path, files), None, made=MADE))

    assert "Grey Skerry goes dark and 1 source more" in seen(shown).text
    assert {"source-ostrand-post", "source-second"} <= set(seen(shown).ids)
    assert ">A second boat came</span></span><sup>" in shown


def test_hostile_words_of_a_source_a_curator_or_a_user_are_shown_and_never_run(tmp_path: Path) -> None:
    def hurt(text: str, *words: str) -> str:
        for word in words:
            assert word in text
            text = text.replace(word, f"{word}{HOSTILE}")
        return text

    files: dict[str, str | bytes | None] = {
        "seeds/grey-skerry.txt": hurt(SEED, "A boat took her off at noon"),
        "knowledge/sources.yaml": hurt(SOURCES, "Ostrand Post", "The headline.", "The text gives its dates in full."),
        "knowledge/facts/light.yaml": hurt(
            LIGHT, "the weather buoy off Ostrand", "A boat took her off at noon"
        ).replace("what did the buoy measure", f"what did the buoy measure {HOSTILE}"),
        "knowledge/unknowns.yaml": hurt(UNKNOWNS, "The article does not name the storm.", "how old is the keeper"),
        "knowledge/topics.yaml": f'- {{id: light, title: "Light {HOSTILE}"}}\n- {{id: repair, title: "R"}}\n'
        '- {id: ferry, title: "F"}\n',
        "knowledge/golden.yaml": f'- {{question: "lamp height {HOSTILE}", fact: lamp-height}}\n',
    }
    files["knowledge/facts/light.yaml"] = str(files["knowledge/facts/light.yaml"]).replace(
        f'exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand{HOSTILE}"',
        'exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand"',
    )
    shown = page(gather(opened(tmp_path, files), [unanswered(HOSTILE)], made=MADE))
    found = seen(shown)

    assert [at for name, at in found.tags if name == "script"] == [{}]
    assert "<script>alert" not in shown
    assert found.text.count("<script>alert(1)</script>&amp;") >= 9
    assert {name for name, _ in found.tags} == {name for name, _ in seen(page(small_contents())).tags}
