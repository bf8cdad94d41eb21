"""A chat page over the sandbox: what a user of Discord sees and does, in the browser and on loopback."""

from bot.sandbox.page.server import Page
from bot.sandbox.page.user import Appointment, Controls

__all__ = ["Appointment", "Controls", "Page"]
