"""The curator's page: a whole base as one HTML file, which needs neither a script nor anything from elsewhere."""

from bot.report.contents import Contents, gather
from bot.report.page import page
from bot.report.writing import write_page

__all__ = ["Contents", "gather", "page", "write_page"]
