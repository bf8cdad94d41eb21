"""A stand-in for Discord on loopback, for the tests and for trying the bot without an account."""

from bot.sandbox.clock import ManualClock, MovableClock
from bot.sandbox.driver import Person
from bot.sandbox.exchange import Exchange
from bot.sandbox.faults import Fault, rate_limited
from bot.sandbox.model import Channel, Guild, Message, ResponseKind
from bot.sandbox.recording import Request
from bot.sandbox.refusals import RefusalError, UnavailableError
from bot.sandbox.server import Sandbox
from bot.sandbox.shards import Shard

__all__ = [
    "Channel",
    "Exchange",
    "Fault",
    "Guild",
    "ManualClock",
    "Message",
    "MovableClock",
    "Person",
    "RefusalError",
    "Request",
    "ResponseKind",
    "Sandbox",
    "Shard",
    "UnavailableError",
    "rate_limited",
]
