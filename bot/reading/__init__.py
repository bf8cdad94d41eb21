"""Read an article as it was published: a text, Markdown, HTML, PDF or Word file, a web page, or standard input."""

from bot.reading.extracted import ExtractedText
from bot.reading.fetching import FetchLimits
from bot.reading.read import STANDARD_INPUT, is_address, read_source

__all__ = ["STANDARD_INPUT", "ExtractedText", "FetchLimits", "is_address", "read_source"]
