"""The curators' page: a whole base as one HTML file without external files."""

from bot.report.collect import Contents, gather
from bot.report.page import page, write_page

__all__ = ["Contents", "gather", "page", "write_page"]
