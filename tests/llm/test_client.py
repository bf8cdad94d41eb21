from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path

import drafts
import pytest
from bases import write_base
from language_models import Answer, completion, model_server

from bot.config import load_config
from bot.core.drafting import ExistingBase
from bot.core.drafting.prompts import MAX_PART, Prompt, article_prompts
from bot.core.drafting.proposals import ProposalProver, Wording
from bot.core.knowledge.loader import load_knowledge
from bot.credentials import Secret
from bot.errors import ConfigError
from bot.llm import (
    ArticleProposals,
    FailedProposals,
    FailedRequest,
    ModelReply,
    ModelText,
    open_model,
    propose_for,
    propose_from,
    read_model_settings,
)
from bot.llm.client import MAX_REPLY

PROMPT = Prompt(system="You propose.", user="BEGIN TEXT\nThe clock stopped.\nEND TEXT")
SECRET = "sk-of-nobody"


async def asked(env: dict[str, str], *, seconds: float = 60) -> ModelReply:
    async with open_model(read_model_settings(env), seconds=seconds) as model:
        return await model.ask(PROMPT)


async def test_a_request_has_the_model_the_prompt_and_the_key() -> None:
    with model_server(completion("{}")) as server:
        reply = await asked({**server.env, "BOT_LLM_KEY": SECRET})

    assert reply == ModelText(text="{}")
    assert server.requests == [
        {
            "model": "test-model",
            "messages": [
                {"role": "system", "content": PROMPT.system},
                {"role": "user", "content": PROMPT.user},
            ],
            "temperature": 0,
            "stream": False,
        }
    ]
    assert server.headers[0]["Authorization"] == f"Bearer {SECRET}"


async def test_a_server_without_a_key_gets_none() -> None:
    with model_server(completion("{}")) as server:
        await asked(server.env)

    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ((401, b"{}"), "refused the key (401). Check BOT_LLM_KEY."),
        ((403, b""), "refused the key (403)"),
        ((404, b"no such model"), "has no such address or model (404). Check BOT_LLM_URL and 'test-model'."),
        ((429, b"slow down"), "allows no more requests now (429). Try again later."),
        ((302, b""), "answered with a redirect (302). Set BOT_LLM_URL to the final address."),
        ((500, b"oops"), "failed (500). Try again later."),
        ((400, b"too long"), "refused the request (400)."),
        ((200, b"<html>Welcome</html>"), "did not answer as a chat completion does. Check BOT_LLM_URL."),
        ((200, b'{"choices": []}'), "did not answer as a chat completion does."),
        ((200, b'{"choices": [{"message": "x"}]}'), "did not answer as a chat completion does."),
        ((200, b"[" * 200_000), "did not answer as a chat completion does."),
        ((200, b"\xff\xfe"), "did not answer as a chat completion does."),
        (completion('{"facts": [', finish="length"), "was cut off at the longest reply that its server allows."),
        (completion(None, refusal="I will\x1b[2J not."), r"The model refused the request: “I will\x1b[2J not.”"),
        (completion("", finish="content_filter"), "The model refused the request."),
        (completion(""), "The model's reply is empty."),
        (completion("x" * MAX_REPLY), "is larger than 1,048,576 bytes and was not read."),
    ],
)
async def test_each_failure_is_one_sentence(answer: Answer, sentence: str) -> None:
    with model_server(answer, headers={"Location": "http://127.0.0.1:1/"}) as server:
        reply = await asked(server.env)

    assert isinstance(reply, FailedRequest)
    assert sentence in reply.reason
    assert "\n" not in reply.reason
    assert len(server.requests) == 1


async def test_a_compressed_reply_is_not_expanded() -> None:
    small = gzip.compress(completion("x" * 900_000)[1])
    with model_server((200, small), headers={"Content-Encoding": "gzip"}) as server:
        reply = await asked(server.env)

    assert isinstance(reply, FailedRequest)
    assert "did not answer as a chat completion does" in reply.reason


async def test_a_server_that_never_answers_is_given_up() -> None:
    with model_server(lambda: None) as server:
        reply = await asked(server.env, seconds=0.1)

    assert isinstance(reply, FailedRequest)
    assert reply.reason.endswith("did not answer within 0.1 seconds.")


async def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    reply = await asked({"BOT_LLM_URL": f"http://127.0.0.1:{port}", "BOT_LLM_MODEL": "m"})

    assert isinstance(reply, FailedRequest)
    assert reply.final
    assert f"127.0.0.1:{port} cannot be reached" in reply.reason


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("https://api.example/v1/", "https://api.example/v1/chat/completions"),
        ("https://api.example/v1/chat/completions", "https://api.example/v1/chat/completions"),
    ],
)
def test_the_address_may_be_written_with_and_without_its_end(url: str, address: str) -> None:
    assert read_model_settings({"BOT_LLM_URL": url, "BOT_LLM_MODEL": "m"}).url == address


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({}, "set BOT_LLM_URL to its address, such as http://localhost:11434/v1"),
        ({"BOT_LLM_URL": "http://localhost"}, "Set BOT_LLM_MODEL to the name of a model"),
        ({"BOT_LLM_URL": "ftp://localhost", "BOT_LLM_MODEL": "m"}, "BOT_LLM_URL is not the address of a server"),
        ({"BOT_LLM_URL": "localhost:11434", "BOT_LLM_MODEL": "m"}, "BOT_LLM_URL is not the address of a server"),
        ({"BOT_LLM_URL": "http://[::1", "BOT_LLM_MODEL": "m"}, "BOT_LLM_URL is not the address of a server"),
        ({"BOT_LLM_URL": f"https://me:{SECRET}@api.example", "BOT_LLM_MODEL": "m"}, "no name or password"),
        ({"BOT_LLM_URL": f"https://:{SECRET}@api.example", "BOT_LLM_MODEL": "m"}, "no name or password"),
        ({"BOT_LLM_URL": "http://api.example", "BOT_LLM_MODEL": "m", "BOT_LLM_KEY": SECRET}, "sent unencrypted"),
        ({"BOT_LLM_URL": "https://a.example", "BOT_LLM_MODEL": "m", "BOT_LLM_KEY": "a\nb"}, "characters that no key"),
        ({"BOT_LLM_URL": "https://a.example", "BOT_LLM_MODEL": "m", "BOT_LLM_KEY_FILE": "none"}, "key file none"),
    ],
)
def test_wrong_settings_are_refused_and_no_message_has_a_secret(env: dict[str, str], sentence: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_model_settings(env)

    assert sentence in str(raised.value)
    assert SECRET not in str(raised.value)


def test_the_key_may_be_in_a_file_and_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{SECRET}\n", "utf-8")
    env = {"BOT_LLM_URL": "https://a.example", "BOT_LLM_MODEL": "m", "BOT_LLM_KEY_FILE": str(tmp_path / "key")}
    settings = read_model_settings(env)

    assert settings.key == Secret(SECRET)
    assert SECRET not in repr(settings)


class Parts:
    """A model that answers one request after another, in order."""

    def __init__(self, *replies: ModelReply) -> None:
        self._replies = list(replies)
        self.asked: list[Prompt] = []

    async def ask(self, prompt: Prompt) -> ModelReply:
        self.asked.append(prompt)
        return self._replies.pop(0)


BELL = "The bell of Lisle Point rang at noon."
LONG = drafts.source_of("\n\n".join([*[drafts.TEXT] * 10, BELL]))


async def proposed(model: Parts) -> ArticleProposals | FailedProposals:
    return await propose_from(LONG, ProposalProver(LONG, ExistingBase()), model)


def test_a_long_text_is_sent_in_parts_of_whole_paragraphs() -> None:
    sent = [each.user.removeprefix("BEGIN TEXT\n").removesuffix("\nEND TEXT") for each in article_prompts(LONG)]
    paragraphs = [LONG.text[each.start : each.end].strip() for each in LONG.paragraphs]

    assert len(sent) == 2
    assert max(map(len, sent)) <= MAX_PART
    assert [paragraph for part in sent for paragraph in part.split("\n\n")] == paragraphs


async def test_a_part_that_fails_does_not_end_the_others() -> None:
    fact = {"quote": BELL, "statement": BELL}
    found = await proposed(
        Parts(FailedRequest(reason="It broke."), ModelText(text=json.dumps({"facts": [fact]}, ensure_ascii=False)))
    )

    assert isinstance(found, ArticleProposals)
    assert (found.parts, found.failures) == (2, ("It broke.",))
    assert len(found.proposals.facts) == 1


async def test_a_failure_that_would_repeat_ends_the_requests() -> None:
    model = Parts(FailedRequest(reason="The key is wrong.", final=True))

    assert await proposed(model) == FailedProposals(reason="The key is wrong.")
    assert len(model.asked) == 1


async def test_without_a_usable_reply_each_reason_is_said_once() -> None:
    found = await proposed(Parts(ModelText(text="Sorry, no."), ModelText(text="Sorry, no.")))

    assert found == FailedProposals(reason="The model did not answer with JSON. It began: “Sorry, no.”")


async def test_other_words_for_one_fact_are_asked_for_with_its_paragraph(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path))
    knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    model = Parts(ModelText(text='{"phrasings": ["how many miles did the light reach", "lamp height"]}'))
    found = await propose_for(knowledge.facts["lamp-range"], knowledge, model)

    assert isinstance(found, Wording)
    assert [each.text for each in found.phrasings] == ["how many miles did the light reach"]
    assert "stands 38 metres above the sea" in model.asked[0].user
    assert "ferry Petrel" not in model.asked[0].user
    failed = await propose_for(knowledge.facts["lamp-range"], knowledge, Parts(FailedRequest(reason="It broke.")))
    assert failed == FailedProposals(reason="It broke.")
