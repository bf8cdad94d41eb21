"""Read an article as it was published: a text, Markdown, HTML, PDF or Word file, a web page, or standard input."""

from bot.reading.extracted import ExtractedText, Metadata
from bot.reading.fetching import FetchLimits
from bot.reading.masthead import with_masthead
from bot.reading.read import STANDARD_INPUT, is_address, read_source

__all__ = ["STANDARD_INPUT", "ExtractedText", "FetchLimits", "Metadata", "is_address", "read_source", "with_masthead"]
