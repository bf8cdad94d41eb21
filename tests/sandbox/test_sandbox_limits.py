from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox import RefusalError
from bot.sandbox.command_limits import check_commands
from bot.sandbox.limits import check_choices, check_content, check_message, check_modal
from bot.sandbox.model import MessageFlag

Json = dict[str, Any]


def _codes(errors: Json, path: str = "") -> list[str]:
    """Each field error as "path code"."""
    found = [f"{path} {error['code']}".strip() for error in errors.get("_errors", [])]
    for key, inner in errors.items():
        if key != "_errors":
            found += _codes(inner, f"{path}.{key}".lstrip("."))
    return found


def _button(**changes: object) -> Json:
    return {"type": 2, "style": 2, "label": "Share", "custom_id": "share:1", **changes}


def _row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def _select(count: int = 1, **changes: object) -> Json:
    options = [{"label": f"Option {number}", "value": str(number)} for number in range(count)]
    return {"type": 3, "custom_id": "topic", "options": options, **changes}


def _text(content: str) -> Json:
    return {"type": 10, "content": content}


def _link(url: str) -> Json:
    return {"type": 2, "style": 5, "label": "Source", "url": url}


def _gallery(**changes: object) -> Json:
    return {"type": 12, "items": [{"media": {"url": "attachment://line.png"}, **changes}]}


PLAIN: list[tuple[Json, str]] = [
    ({"content": "x" * 2001}, "content BASE_TYPE_MAX_LENGTH"),
    ({"nonce": "x" * 26}, "nonce BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds MAX_EMBED_SIZE_EXCEEDED"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]}, "embeds.0.fields.0.value BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"fields": [{"name": "x", "value": "y"}] * 26}]}, "embeds.0.fields BASE_TYPE_BAD_LENGTH"),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text BASE_TYPE_MAX_LENGTH"),
    ({"embeds": [{}] * 11}, "embeds BASE_TYPE_BAD_LENGTH"),
    ({"components": [_text("No flag")]}, "components.0.type UNION_TYPE_CHOICES"),
    ({"components": [_row(_button(custom_id=str(n))) for n in range(6)]}, "components BASE_TYPE_BAD_LENGTH"),
    (
        {"components": [_row(*(_button(custom_id=str(n)) for n in range(6)))]},
        "components.0.components BASE_TYPE_BAD_LENGTH",
    ),
    ({"components": [_row(_button(), _button())]}, "components COMPONENT_CUSTOM_ID_DUPLICATED"),
    ({"components": [_row(_button(label="x" * 81))]}, "components.0.components.0.label BASE_TYPE_MAX_LENGTH"),
    ({"components": [_row(_button(custom_id="x" * 101))]}, "components.0.components.0.custom_id BASE_TYPE_BAD_LENGTH"),
    ({"components": [_row(_button(label=None))]}, "components.0.components.0 BUTTON_COMPONENT_INVALID_NO_LABEL"),
    ({"components": [_row(_link("https://e.org/" + "x" * 512))]}, "components.0.components.0.url BASE_TYPE_BAD_LENGTH"),
    ({"components": [_row(_link("ftp://e.org"))]}, "components.0.components.0.url URL_TYPE_INVALID_SCHEME"),
    ({"components": [_row(_select(26))]}, "components.0.components.0.options BASE_TYPE_BAD_LENGTH"),
    ({"components": [_row(_select(2, max_values=3))]}, "components.0.components.0.max_values NUMBER_TYPE_MAX"),
    ({"components": [_row(_select(), _button())]}, "components.0.components COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    (
        {"components": [_row(_select(options=[{"label": "x" * 101, "value": "1"}]))]},
        "components.0.components.0.options.0.label BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [_row(_select(options=[{"label": "A", "value": "1"}, {"label": "B", "value": "1"}]))]},
        "components.0.components.0.options SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    (
        {"allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
]
LAYOUT: list[tuple[Json, str]] = [
    ({"components": [{"type": 12, "items": []}]}, "components.0.items BASE_TYPE_BAD_LENGTH"),
    ({"components": [_gallery(description="x" * 1025)]}, "components.0.items.0.description BASE_TYPE_BAD_LENGTH"),
    ({"components": [_gallery(media={})]}, "components.0.items.0.media.url BASE_TYPE_REQUIRED"),
    (
        {"components": [_text("x")], "attachments": [{"id": "0", "description": "x" * 1025}]},
        "attachments.0.description BASE_TYPE_MAX_LENGTH",
    ),
    (
        {"content": "x", "components": [_text("y")]},
        "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        {"embeds": [{"title": "x"}], "components": [_text("y")]},
        "embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    ({"components": [_text("x")] * 41}, "components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    (
        {"components": [{"type": 17, "components": [_text("x")] * 40}]},
        "components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    ({"components": [_text("x" * 2000)] * 2 + [_text("y")]}, "components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    ({"components": [_text("")]}, "components.0.content BASE_TYPE_BAD_LENGTH"),
    ({"components": [_button()]}, "components.0.type UNION_TYPE_CHOICES"),
    (
        {"components": [{"type": 9, "components": [_text("x")]}]},
        "components.0.accessory BASE_TYPE_REQUIRED",
    ),
    (
        {"components": [{"type": 9, "components": [_text("x")] * 4, "accessory": _button()}]},
        "components.0.components BASE_TYPE_BAD_LENGTH",
    ),
    (
        {"components": [{"type": 17, "components": [{"type": 17, "components": [_text("x")]}]}]},
        "components.0.components.0.type UNION_TYPE_CHOICES",
    ),
]


@pytest.mark.parametrize(("body", "expected"), PLAIN, ids=[expected for _, expected in PLAIN])
def test_a_plain_message_past_a_limit_is_refused(body: Json, expected: str) -> None:
    with pytest.raises(RefusalError) as caught:
        check_message(body, flags=MessageFlag(0))

    assert caught.value.status == 400
    assert caught.value.body["code"] == 50035
    assert expected in _codes(caught.value.body["errors"])


@pytest.mark.parametrize(("body", "expected"), LAYOUT, ids=[expected for _, expected in LAYOUT])
def test_a_layout_past_a_limit_is_refused(body: Json, expected: str) -> None:
    with pytest.raises(RefusalError) as caught:
        check_message(body, flags=MessageFlag.COMPONENTS_V2)

    assert expected in _codes(caught.value.body["errors"])


def test_a_message_at_every_limit_is_taken() -> None:
    row = _row(*(_button(custom_id=f"{n}" + "x" * 99, label="x" * 80) for n in range(5)))
    plain = {"content": "x" * 2000, "nonce": "x" * 25, "embeds": [{"description": "x" * 4096}], "components": [row] * 1}
    layout = {"components": [_text("x" * 1000) for _ in range(4)] + [{"type": 14} for _ in range(36)]}
    menu = {"content": "x", "components": [_row(_select(25, max_values=25)), _row(_link("https://" + "x" * 504))]}

    check_message(plain, flags=MessageFlag(0))
    check_message(menu, flags=MessageFlag(0))
    check_message(layout, flags=MessageFlag.COMPONENTS_V2)


@pytest.mark.parametrize("flags", [MessageFlag(0), MessageFlag.COMPONENTS_V2])
def test_a_message_that_shows_nothing_is_refused(flags: MessageFlag) -> None:
    with pytest.raises(RefusalError) as caught:
        check_content(content=" \n", embeds=[], components=[], files=[], flags=flags)

    assert caught.value.code == 50006


def test_a_file_that_a_layout_shows_has_to_go_with_the_message() -> None:
    shown = [{"type": 17, "components": [_gallery()]}]
    check_content(content="", embeds=[], components=shown, files=["line.png"], flags=MessageFlag.COMPONENTS_V2)

    with pytest.raises(RefusalError) as caught:
        check_content(content="", embeds=[], components=shown, files=["other.png"], flags=MessageFlag.COMPONENTS_V2)
    assert _codes(caught.value.body["errors"]) == ["components UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([{"name": "x", "value": "y"}] * 26, "data.choices BASE_TYPE_BAD_LENGTH"),
        ([{"name": "x" * 101, "value": "y"}], "data.choices.0.name BASE_TYPE_BAD_LENGTH"),
        ([{"name": "", "value": "y"}], "data.choices.0.name BASE_TYPE_BAD_LENGTH"),
        ([{"name": "x", "value": "y" * 101}], "data.choices.0.value BASE_TYPE_MAX_LENGTH"),
    ],
)
def test_choices_past_a_limit_are_refused(choices: list[Json], expected: str) -> None:
    with pytest.raises(RefusalError) as caught:
        check_choices(choices)

    assert _codes(caught.value.body["errors"]) == [expected]


def _modal(**changes: object) -> Json:
    field = {"type": 18, "label": "Question", "component": {"type": 4, "custom_id": "q", "style": 1}}
    return {"title": "Ask", "custom_id": "ask", "components": [field], **changes}


@pytest.mark.parametrize(
    ("modal", "expected"),
    [
        (_modal(title="x" * 46), "data.title BASE_TYPE_BAD_LENGTH"),
        (_modal(custom_id="x" * 101), "data.custom_id BASE_TYPE_BAD_LENGTH"),
        (_modal(components=[]), "data.components BASE_TYPE_BAD_LENGTH"),
        (_modal(components=[_button()]), "data.components.0.type UNION_TYPE_CHOICES"),
        (
            _modal(components=[{"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "q"}}]),
            "data.components.0.label BASE_TYPE_BAD_LENGTH",
        ),
    ],
)
def test_a_modal_past_a_limit_is_refused(modal: Json, expected: str) -> None:
    check_modal(_modal())

    with pytest.raises(RefusalError) as caught:
        check_modal(modal)
    assert _codes(caught.value.body["errors"]) == [expected]


def _command(**changes: object) -> Json:
    return {"name": "ask", "description": "Ask", "type": 1, "options": [], **changes}


def _option(**changes: object) -> Json:
    return {"name": "question", "description": "What to ask", "type": 3, **changes}


# Too much in Spanish alone: the longest translation counts.
LONG_IN_SPANISH = [{"name": "x", "value": "y" * 75, "name_localizations": {"es-ES": "x" * 100}}] * 25

COMMANDS: list[tuple[list[Json], str]] = [
    ([_command(name="Ask")], "0.name APPLICATION_COMMAND_INVALID_NAME"),
    ([_command(name="ask me")], "0.name APPLICATION_COMMAND_INVALID_NAME"),
    ([_command(name="x" * 33)], "0.name BASE_TYPE_BAD_LENGTH"),
    (
        [_command(name_localizations={"es-ES": "Preguntar"})],
        "0.name_localizations.es-ES APPLICATION_COMMAND_INVALID_NAME",
    ),
    ([_command(description="")], "0.description BASE_TYPE_REQUIRED"),
    ([_command(description="x" * 101)], "0.description BASE_TYPE_BAD_LENGTH"),
    ([_command(), _command()], "1.name APPLICATION_COMMANDS_DUPLICATE_NAME"),
    ([_command(options=[_option(name="The question")])], "0.options.0.name APPLICATION_COMMAND_INVALID_NAME"),
    ([_command(options=[_option(description="x" * 101)])], "0.options.0.description BASE_TYPE_BAD_LENGTH"),
    ([_command(options=[_option(), _option()])], "0.options APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE"),
    (
        [_command(options=[_option(), _option(name="second", required=True)])],
        "0.options APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        [_command(options=[_option(choices=[{"name": "x", "value": "y"}] * 26)])],
        "0.options.0.choices BASE_TYPE_BAD_LENGTH",
    ),
    (
        [_command(options=[_option(choices=[{"name": "x" * 101, "value": "y"}])])],
        "0.options.0.choices.0.name BASE_TYPE_BAD_LENGTH",
    ),
    (
        [_command(options=[_option(autocomplete=True, choices=[{"name": "x", "value": "y"}])])],
        "0.options.0.choices APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
    ),
    ([_command(options=[_option(name=f"o{n}") for n in range(26)])], "0.options BASE_TYPE_BAD_LENGTH"),
    (
        [_command(options=[_option(name=name, choices=LONG_IN_SPANISH) for name in ("one", "two")])],
        "0 APPLICATION_COMMAND_TOO_LARGE",
    ),
    (
        [_command(options=[_option(description_localizations={"es-419": "x" * 101})])],
        "0.options.0.description_localizations.es-419 BASE_TYPE_BAD_LENGTH",
    ),
    ([_command(contexts=[0, 3])], "0.contexts BASE_TYPE_CHOICES"),
    ([_command(contexts=[])], "0.contexts BASE_TYPE_BAD_LENGTH"),
    ([_command(integration_types=[1, 1])], "0.integration_types BASE_TYPE_CHOICES"),
    ([_command(type=3, name="Check it")], "0.description APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION"),
    (
        [_command(type=3, name="Check it", description="", name_localizations={"es-ES": "x" * 33})],
        "0.name_localizations.es-ES BASE_TYPE_BAD_LENGTH",
    ),
]


@pytest.mark.parametrize(("bodies", "expected"), COMMANDS, ids=[expected for _, expected in COMMANDS])
def test_a_command_that_breaks_the_rules_is_refused(bodies: list[Json], expected: str) -> None:
    with pytest.raises(RefusalError) as caught:
        check_commands(bodies)

    assert expected in _codes(caught.value.body["errors"])


def test_too_many_commands_are_refused() -> None:
    check_commands([_command(name=f"c{number}") for number in range(100)])

    with pytest.raises(RefusalError) as caught:
        check_commands([_command(name=f"c{number}") for number in range(101)])
    assert caught.value.code == 30032
