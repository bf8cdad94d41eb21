"""A small base of a story that is made up, as a draft leaves it: for tests of everything that reviews one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bases import write_base

from bot.config import Config, load_config
from bot.core.knowledge.files import DiskFolder
from bot.curation.disk import DiskStore
from bot.curation.session import ReviewSession

TODAY = dt.date(2031, 3, 20)
"""The day of the review."""

FACTS = """\
# A draft: fix or confirm each guess, then delete its TODO comment.
- id: crossing
  statement: "The last evening crossing of the ferry Petrel was on 3 March."  # TODO: in your own words
  topics: [storm]
  attribution: "its owners"  # TODO: guessed from “its owners said”
  standing: stated  # TODO: how far does the source stand behind it?
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "Its last evening crossing was on 3\\u202FMarch."
  question: "last evening crossing"  # TODO: the question that the statement answers; readers see it
  phrasings:  # TODO: add about ten other ways to ask; these repeat its words
    - "crossing on 3 March"

- id: dark-since
  statement: "The lighthouse on Grey Skerry has been dark since 4 March 2031."  # TODO: in your own words
  topics: [storm]
  attribution: "Ostrand Post"
  standing: reported
  quotes:
    - source: ostrand-post
      exact: "The lighthouse on Grey Skerry has been dark since Tuesday, 4 March 2031"
  question: "Since when is the lighthouse dark?"
  phrasings: []  # TODO: add about ten other ways to ask; these repeat its words
  related: [waves]

- id: waves
  statement: "Waves of 12 metres were measured."  # TODO: in your own words
  topics: [storm]
  attribution: "the weather buoy"
  standing: documented
  when: 2031-03-04  # TODO: is it the day of the fact?
  quotes:
    - source: ostrand-post
      exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand."
  question: "How high were the waves?"
  phrasings:
    - "height of the sea"
"""
SETTLED = """\
- id: lamp
  statement: "The lamp stands 38 metres above the sea."
  topics: [storm]
  attribution: "Ostrand Post"
  standing: reported
  quotes:
    - source: ostrand-post
      exact: "The lamp, which could be seen for 21 nautical miles, stands 38 metres above the sea."
  question: "How high is the lamp?"
"""
SOURCES_TODO = '  title: "Grey Skerry goes dark"  # TODO: is this the title?'
TOPICS = """\
- id: storm
  title: "The storm"  # TODO: readers browse facts under this heading
"""
UNKNOWNS = """\
- id: keeper
  statement: "The article does not name the keeper."  # TODO: is it true?
  question: "Who is the keeper?"
  nearest: [waves]
"""
VOCABULARY = """\
names:
  - name: "Grey Skerry"
    kind: thing  # TODO: person, body (organisation), place or thing?
    aliases: []
  - name: "Petrel"
    kind: thing
    aliases: []
same: []
near: []
"""
LEFT = ["ostrand-post", "storm", "dark-since", "waves", "crossing", "keeper", "Grey Skerry"]
"""The names of the entries with TODO comments, in the order of the walk."""


def write_unfinished(folder: Path) -> Config:
    """Write the base into a folder, and return its config."""
    config = load_config(write_base(folder))
    for path in (config.knowledge / "facts").iterdir():
        path.unlink()
    for name, text in {
        "facts/article.yaml": FACTS,
        "facts/settled.yaml": SETTLED,
        "topics.yaml": TOPICS,
        "unknowns.yaml": UNKNOWNS,
        "vocabulary.yaml": VOCABULARY,
    }.items():
        (config.knowledge / name).write_text(text, "utf-8")
    (config.knowledge / "golden.yaml").unlink(missing_ok=True)
    sources = config.knowledge / "sources.yaml"
    lines = [SOURCES_TODO if "title:" in line else line for line in sources.read_text("utf-8").splitlines()]
    sources.write_text("\n".join(lines) + "\n", "utf-8")
    return config


def store_of(config: Config) -> DiskStore:
    curated = DiskFolder(path=config.knowledge, root=config.root)
    return DiskStore(curated=curated, seeds=DiskFolder(path=config.seeds, root=config.root))


def at(session: ReviewSession, name: str) -> ReviewSession:
    """Go to an entry of a review, by its name."""
    session.go(next(entry.key for entry in session.workspace.entries if entry.name == name))
    return session
