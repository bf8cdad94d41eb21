"""A small base of another story, written into a folder: for tests of everything that serves a base."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

SEED = """\
Grey Skerry goes dark

The lighthouse on Grey Skerry has been dark since Tuesday, 4 March 2031, when a storm broke its lamp room. Waves of \
11 metres were measured that night by the weather buoy off Ostrand.

The lamp, which could be seen for 21 nautical miles, stands 38 metres above the sea. It was first lit in 1891 and had \
never failed before.

“We saw the glass go at 2:40 a.m. and then nothing,” said the keeper, who was alone on the rock. A boat took her off \
at noon.

The Harbour Office says the repair will cost 600,000 crowns and be done by midsummer. Builders in Ostrand doubt the \
sum: they expect twice as much.

Until then the ferry Petrel, which carries 200 passengers, runs only by day, its owners said. Its last evening \
crossing was on 3\u202fMarch.
"""

SOURCES = """\
- id: ostrand-post
  title: "Grey Skerry goes dark"
  publisher: "Ostrand Post"
  url: "https://example.com/grey-skerry"
  file: grey-skerry.txt
  sha256: "{sha256}"
  dates: "The text gives its dates in full. The storm was on 4 March 2031."
  unquoted:
    - exact: "Grey Skerry goes dark"
      reason: "The headline."
  published: 2031-03-06
"""

TOPICS = """\
- id: light
  title: "The light"
  description: "The lamp, its reach and its end."
- id: repair
  title: "The repair"
- id: ferry
  title: "The ferry"
  description: "How the Petrel runs while the light is out."
"""

VOCABULARY = """\
names:
  - name: "Grey Skerry"
    kind: place
    aliases: ["the skerry", "greyskerry"]
  - name: "Harbour Office"
    kind: body
    aliases: ["harbor office", "port authority"]
  - name: "Petrel"
    kind: thing
    aliases: ["the ferry", "the boat"]
same:
  - ["lighthouse", "light", "beacon"]
  - ["cost", "price", "expense"]
"""

LIGHT = """\
- id: dark-since
  statement: "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp room."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  when: 2031-03-04
  importance: 3
  quotes:
    - source: ostrand-post
      exact: "The lighthouse on Grey Skerry has been dark since Tuesday, 4 March 2031, when a storm broke its lamp room"
  question: "since when has the lighthouse been out"
  phrasings:
    - "why did the light on Grey Skerry fail"
    - "lighthouse dark since"
  related: [wave-height]
- id: wave-height
  statement: "The weather buoy off Ostrand measured waves of 11 metres in the night of 4 March 2031."
  topics: [light]
  attribution: "the weather buoy off Ostrand"
  standing: documented
  when: 2031-03-04
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "Waves of 11 metres were measured that night by the weather buoy off Ostrand"
  question: "how high were the waves in the storm"
  phrasings:
    - "what did the buoy measure"
- id: lamp-range
  statement: "The lamp of Grey Skerry could be seen for 21 nautical miles."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  importance: 1
  quotes:
    - source: ostrand-post
      exact: "The lamp, which could be seen for 21 nautical miles"
  question: "how far could the lamp be seen"
  phrasings:
    - "range of the lighthouse"
  related: [lamp-height]
- id: lamp-height
  statement: "The lamp of Grey Skerry stands 38 metres above the sea."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  importance: 1
  quotes:
    - source: ostrand-post
      exact: "The lamp, which could be seen for 21 nautical miles, stands 38 metres above the sea"
  question: "how high above the sea is the lamp"
  phrasings:
    - "lamp height"
- id: first-lit
  statement: "The lamp of Grey Skerry was first lit in 1891 and had never failed before March 2031."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "It was first lit in 1891 and had never failed before"
  question: "in which year was the lamp lit for the first time"
  phrasings:
    - "had the lighthouse ever failed before"
- id: keeper-saw
  statement: "The keeper of Grey Skerry, alone on the rock, says that the lamp's glass broke at 2:40 a.m."
  topics: [light]
  attribution: "the keeper of Grey Skerry"
  standing: stated
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "“We saw the glass go at 2:40 a.m. and then nothing,” said the keeper, who was alone on the rock"
    - source: ostrand-post
      exact: "A boat took her off at noon"
  question: "what did the keeper see"
  phrasings:
    - "at what time did the glass break"
"""

REPAIR = """\
- id: repair-cost
  statement: "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
  topics: [repair]
  attribution: "the Harbour Office"
  standing: disputed
  importance: 3
  quotes:
    - source: ostrand-post
      exact: "The Harbour Office says the repair will cost 600,000 crowns"
  question: "how much will the repair cost"
  phrasings:
    - "what price does the harbour office name"
  related: [repair-end]
- id: repair-end
  statement: "The Harbour Office says that the repair of the lighthouse will be done by midsummer."
  topics: [repair]
  attribution: "the Harbour Office"
  standing: claimed
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "The Harbour Office says the repair will cost 600,000 crowns and be done by midsummer"
  question: "when will the lighthouse be repaired"
  phrasings:
    - "how long does the repair take"
- id: cost-doubted
  statement: "Builders in Ostrand expect the repair of the lighthouse to cost twice what the Harbour Office says."
  topics: [repair]
  attribution: "builders in Ostrand"
  standing: stated
  importance: 2
  quotes:
    - source: ostrand-post
      exact: "Builders in Ostrand doubt the sum: they expect twice as much"
  question: "who doubts the cost of the repair"
  phrasings:
    - "what do builders think of the sum"
  disputes: [repair-cost]
  acknowledged: [{text: "Harbour Office", reason: "The sum that the builders doubt is the office's."}]
"""

FERRY = """\
- id: ferry-by-day
  statement: "The ferry Petrel runs only by day until the lighthouse is repaired, its owners say."
  topics: [ferry]
  attribution: "the owners of the ferry Petrel"
  standing: stated
  importance: 3
  quotes:
    - source: ostrand-post
      exact: "Until then the ferry Petrel, which carries 200 passengers, runs only by day, its owners said"
  question: "does the ferry still run in the evening"
  phrasings:
    - "when does the Petrel run"
  related: [last-evening-crossing]
- id: last-evening-crossing
  statement: "The ferry Petrel's last evening crossing was on 3 March 2031."
  topics: [ferry]
  attribution: "Ostrand Post"
  standing: reported
  when: 2031-03-03
  importance: 1
  quotes:
    - source: ostrand-post
      exact: "Its last evening crossing was on 3\\u202FMarch"
  question: "when was the last evening crossing"
  phrasings:
    - "last ferry after dark"
"""

UNKNOWNS = """\
- id: storm-name
  statement: "The article does not name the storm."
  question: "what was the storm called"
  phrasings: ["name of the storm"]
  nearest: [dark-since, wave-height]
- id: keeper-age
  statement: "The article does not tell the keeper's age."
  question: "how old is the keeper"
  nearest: [keeper-saw]
"""

CONFIG = """\
knowledge: knowledge
seeds: seeds
store: state/bot.sqlite3
multilingual: false
"""

Files = dict[str, str | bytes]


def base_files() -> Files:
    """The files of the base by name, without config.yaml's settings for Discord."""
    return {
        "config.yaml": CONFIG,
        "seeds/grey-skerry.txt": SEED,
        "knowledge/sources.yaml": SOURCES,
        "knowledge/topics.yaml": TOPICS,
        "knowledge/vocabulary.yaml": VOCABULARY,
        "knowledge/unknowns.yaml": UNKNOWNS,
        "knowledge/facts/light.yaml": LIGHT,
        "knowledge/facts/repair.yaml": REPAIR,
        "knowledge/facts/ferry.yaml": FERRY,
    }


def write_base(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the base into a folder and give the path of its config.yaml.

    `files` replaces or adds files by name; None leaves one out. "{sha256}" in sources.yaml becomes the seed's hash.
    """
    written: dict[str, str | bytes | None] = {**base_files(), **(files or {})}
    sha256 = hashlib.sha256(_bytes(written["seeds/grey-skerry.txt"] or "")).hexdigest()
    for name, content in written.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_bytes(content).replace(b"{sha256}", sha256.encode()))
    return folder / "config.yaml"


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
