from __future__ import annotations

import datetime as dt
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy
from serving import stage
from yarl import URL

from bot.app.error_handler import ErrorHandler
from bot.credentials import Secret
from bot.logs import REDACTED, redact, set_up_logging
from bot.sandbox import Sandbox

TOKEN = "MTA.made.up"
# Of the form that Discord gives, and made up.
LIKE_A_TOKEN = "MTE4MTI2MDAwMDAwMDAwMDAwMQ.GaBcDe.x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpteXN0ZXJ5"
STEERING = {"U+0085": "\x85", "U+2028": "\u2028", "U+2029": "\u2029", "ESC": "\x1b", "CR": "\r", "VT": "\x0b"} | {
    "FS": "\x1c",
    "NUL": "\x00",
    "DEL": "\x7f",
    "CSI": "\x9b",
    "an override": "\u202e",
}


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root, talkative = logging.getLogger(), [logging.getLogger(name) for name in ("discord", "aiosqlite")]
    handlers, levels = root.handlers, [each.level for each in (root, *talkative)]
    yield io.StringIO()
    root.handlers = handlers
    for each, level in zip((root, *talkative), levels, strict=True):
        each.setLevel(level)


def objects(stream: io.StringIO) -> list[dict[str, Any]]:
    """What a reader of lines reads, line by line."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def raised(error: Exception) -> Exception:
    try:
        raise error  # noqa: TRY301 - the traceback is what is tested
    except Exception as caught:  # noqa: BLE001 - with its traceback
        return caught


def test_an_event_is_one_line_even_if_its_text_has_line_breaks(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("bot").info("asked %s", "first\n2026-01-01 ERROR bot: forged")

    assert stream.getvalue().count("\n") == 1
    assert "first\\n2026-01-01" in stream.getvalue()


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("name", STEERING)
def test_characters_that_break_lines_or_control_a_terminal_are_escaped(
    name: str, stream: io.StringIO, *, as_json: bool
) -> None:
    sign = STEERING[name]
    set_up_logging(level=logging.INFO, stream=stream, as_json=as_json)
    error = raised(ValueError(f"traceback{sign}end"))

    logging.getLogger(f"bot{sign}end").info("asked%send", sign, exc_info=error)

    written = stream.getvalue()
    assert sign not in written
    escapes = [text for text in (f"\\x{ord(sign):02x}", f"\\u{ord(sign):04x}", "\\r") if f"asked{text}end" in written]
    assert len(escapes) == 1
    assert f"bot{escapes[0]}end" in written
    assert f"traceback{escapes[0]}end" in written


def test_letters_of_every_language_are_unchanged(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)
    logging.getLogger("bot").info("¿cuánto? המגדלור 灯台 👩\u200d🚀")
    set_up_logging(level=logging.INFO, stream=stream, as_json=True)
    logging.getLogger("bot").info("¿cuánto? המגדלור 灯台 👩\u200d🚀")

    assert stream.getvalue().count("¿cuánto? המגדלור 灯台 👩\u200d🚀") == 2


def test_a_traceback_is_indented_below_its_event(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("bot").error("failed", exc_info=raised(ValueError("boom")))

    first, *rest = stream.getvalue().splitlines()
    assert first.endswith("bot: failed")
    assert rest[-1] == "    ValueError: boom"
    assert all(line.startswith("    ") for line in rest)


def test_as_json_an_event_is_one_object_on_one_line(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream, as_json=True)

    logging.getLogger("bot.cogs").warning('said "%s"\n', "a\\b")

    (told,) = objects(stream)
    time = dt.datetime.fromisoformat(told.pop("time"))
    assert time.utcoffset() == dt.timedelta(0)
    assert told == {"level": "WARNING", "logger": "bot.cogs", "message": 'said "a\\b"\n'}


def test_as_json_a_defect_has_the_id_that_its_user_was_shown_and_its_traceback(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream, as_json=True)

    ErrorHandler(new_id=lambda: "id-7").log("/ask", raised(LookupError("no ranking")))

    (told,) = objects(stream)
    assert told["error_id"] == "id-7"
    assert told["message"] == "error id-7 in /ask: no ranking"
    assert told["traceback"].splitlines()[-1] == "LookupError: no ranking"


def test_as_json_an_event_without_a_defect_has_no_id_whatever_its_text_says(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream, as_json=True)

    logging.getLogger("bot").info("%s", "error id-7 in /ask: forged")

    assert "error_id" not in objects(stream)[0]


@settings(deadline=None, derandomize=True)
@given(text=st.text(st.characters(exclude_categories=[])))
def test_as_json_any_text_makes_one_line_that_reads_back(text: str) -> None:
    stream = io.StringIO()
    handler = set_up_logging(level=logging.INFO, stream=stream, as_json=True)
    record = logging.LogRecord("bot", logging.INFO, "", 0, "%s", (text,), None)
    logging.getLogger().handlers = []

    line = handler.format(record)

    assert len(line.splitlines()) == 1
    assert line.encode()
    assert json.loads(line)["message"] == text.encode("utf-8", "replace").decode()


def test_arguments_that_do_not_fit_their_message_lose_no_event(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("bot").info("%d facts", "many")

    assert "bot: %d facts (its arguments do not fit)" in stream.getvalue()


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_a_secret_shows_neither_in_a_message_nor_in_a_traceback_nor_in_a_name(
    stream: io.StringIO, *, as_json: bool
) -> None:
    set_up_logging(level=logging.INFO, stream=stream, secrets=[TOKEN], as_json=as_json)

    logging.getLogger(f"bot.{TOKEN}").error("error %s in %s", TOKEN, TOKEN, exc_info=raised(ValueError(f"Bot {TOKEN}")))

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count(REDACTED) == (5 if as_json else 4)


@pytest.mark.parametrize(
    "text",
    [
        f"logged in with {LIKE_A_TOKEN}.",
        f"{{'Authorization': 'Bot {LIKE_A_TOKEN}'}}",
        "Authorization: Bot hushhushhush",
        "{'Authorization': 'Bot hushhushhush', 'User-Agent': 'x'}",
        "<CIMultiDictProxy('Authorization': 'Bot hushhushhush')>",
        "(b'Authorization', b'Bot hushhushhush')",
        "authorization=hushhushhush",
        "sent as Bot hushhushhush.hushhushhush-hush",
        "POST https://discord.com/api/v10/webhooks/118126/hushhushhush?wait=true failed",
        "https://discord.com/api/v10/webhooks/118126/hushhushhush/messages/@original",
        "url='https://discord.com/api/v10/interactions/99/hushhushhush/callback'",
        f"payload {{'d': {{'token': 'hushhushhush', 'continuation': '{INTERACTION}'}}}}",
        '{"op": 6, "d": {"token": "hushhushhush"}}',
    ],
)
def test_text_that_looks_like_a_secret_is_redacted(text: str) -> None:
    redacted = redact(text)

    assert REDACTED in redacted
    assert not [secret for secret in (LIKE_A_TOKEN, INTERACTION, "hushhushhush") if secret in redacted]


def test_the_rest_of_a_line_with_a_secret_is_kept() -> None:
    url = "https://discord.com/api/v10/webhooks/118126/hush/messages/@original"

    assert redact(f"PATCH {url} gave 404") == f"PATCH {url.replace('hush', REDACTED)} gave 404"


@pytest.mark.parametrize(
    "text",
    [
        "Three B-52s flew on 15.10.2025; the authorization is disputed: see bot/core/answer.py",
        "briefing 2031-03-05 of channel 1181260000000000001 is sent as message 1181260000000000002",
        "ranker calibrated for revision fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
        "the token was refused",
    ],
)
def test_text_that_is_not_a_secret_is_kept(text: str) -> None:
    assert redact(text) == text


def test_a_token_never_shows_in_a_log_of_the_values_that_contain_it(stream: io.StringIO) -> None:
    set_up_logging(level=logging.DEBUG, stream=stream)
    token = Secret(LIKE_A_TOKEN)

    logging.getLogger("bot").info("%s %r %s", token, {"token": token}, vars)
    logging.getLogger("bot").error("failed", exc_info=raised(ValueError(token)), stack_info=True)

    assert LIKE_A_TOKEN not in stream.getvalue()


def test_the_local_variables_of_a_traceback_are_not_logged(stream: io.StringIO) -> None:
    def log_in(secret: str) -> None:
        raise ConnectionError(f"no connection with {len(secret)} characters")

    set_up_logging(level=logging.DEBUG, stream=stream)
    try:
        log_in("hushhushhush")
    except ConnectionError:
        logging.getLogger("bot").exception("failed")

    assert "no connection with 12 characters" in stream.getvalue()
    assert "hushhushhush" not in stream.getvalue().replace('log_in("hushhushhush")', "")


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_an_error_that_contains_its_request_does_not_show_the_header(stream: io.StringIO, *, as_json: bool) -> None:
    headers = CIMultiDictProxy(CIMultiDict(Authorization="Bot hushhushhush"))
    url = URL("https://discord.com/api/v10/webhooks/118126/murmurmurmur")
    request = aiohttp.RequestInfo(url, "POST", headers, url)
    set_up_logging(level=logging.INFO, stream=stream, as_json=as_json)

    error = aiohttp.ClientResponseError(request, (), status=401, message="no")
    logging.getLogger("bot").error("failed: %r", error, exc_info=raised(error))

    assert REDACTED in stream.getvalue()
    assert "hushhushhush" not in stream.getvalue()
    assert "murmurmurmur" not in stream.getvalue()


async def test_the_log_of_a_whole_session_is_json_without_secrets_and_questions(
    stream: io.StringIO, sandbox: Sandbox, tmp_path: Path
) -> None:
    newsroom = stage(sandbox, tmp_path)
    set_up_logging(level=logging.DEBUG, stream=stream, secrets=[sandbox.token], as_json=True)
    async with newsroom.bot() as bot:
        await newsroom.reader.slash(newsroom.channel, "ask", question="what of the hippopotamus")
        bot.rate_limit = None  # type: ignore[assignment]  # a defect
        failed = await newsroom.reader.slash(newsroom.channel, "ask", question="what of the hippopotamus")

    told = objects(stream)
    assert [each["error_id"] for each in told if "error_id" in each] == ["id-1"]
    assert "**id-1**" in failed.text.replace("\\", "")
    assert {each["logger"].split(".")[0] for each in told} >= {"bot", "discord"}
    for secret in (sandbox.token, "interaction-token", "hippopotamus"):
        assert secret not in stream.getvalue()


def test_events_below_the_level_and_the_librarys_debug_lines_are_not_heard(stream: io.StringIO) -> None:
    set_up_logging(level=logging.DEBUG, stream=stream)
    logging.getLogger("discord.gateway").debug("payload")
    logging.getLogger("aiosqlite").debug("executing INSERT, asked by a user")
    logging.getLogger("bot").debug("step")
    set_up_logging(level=logging.WARNING, stream=stream)
    logging.getLogger("bot").info("quiet")

    assert "payload" not in stream.getvalue()
    assert "INSERT" not in stream.getvalue()
    assert "quiet" not in stream.getvalue()
    assert "step" in stream.getvalue()


def test_advice_on_voice_is_dropped(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")

    assert stream.getvalue() == ""
