"""The command line: through `main`, and as a process of its own."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Never, TextIO

import pytest
from rankers import PROJECT

from bot import __version__
from bot.__main__ import COMMANDS, FAILURE, INTERRUPTED, PROG, USAGE_ERROR, main
from bot.i18n import ENGLISH


class Interrupted(io.StringIO):
    """A terminal at which Ctrl-C is pressed."""

    def isatty(self) -> bool:
        return True

    def readline(self, _size: int | None = -1, /) -> Never:
        raise KeyboardInterrupt


def run(
    *arguments: str | Path, stdin: io.StringIO | None = None, env: dict[str, str] | None = None
) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main([str(argument) for argument in arguments], env or {}, stdin or io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


def started(
    *arguments: str | Path, stdin: str = "", stdout: TextIO | int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """`python -m bot` as anybody starts it, but without a token."""
    return subprocess.run(  # noqa: S603 - this interpreter, and arguments of these tests
        [sys.executable, "-m", "bot", *map(str, arguments)],
        input=stdin,
        env=_environment(),
        cwd=PROJECT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def _environment() -> dict[str, str]:
    # Bytes of UTF-8 must arrive whole even where the locale is plain C.
    return {**{key: value for key, value in os.environ.items() if not key.startswith("DISCORD_")}, "LC_ALL": "C"}


def test_ask_prints_the_answer_and_exits_with_0(config: Path) -> None:
    code, out, err = run("ask", "how high above the sea is the lamp?", "--config", config)

    assert (code, err) == (0, "")
    assert "The lamp of Grey Skerry stands 38 metres above the sea." in out


def test_ask_reads_lines_and_prints_objects(config: Path) -> None:
    lines = io.StringIO("lamp height\n\n")

    code, out, _ = run("ask", "--json", "--stdin", "--config", config, stdin=lines)

    assert code == 0
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["answer", "help"]


def test_without_a_named_config_the_one_in_this_folder_is_used(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(config.parent)

    code, out, _ = run("ask", "--json", "lamp height")

    assert code == 0
    assert json.loads(out)["facts"][0]["id"] == "lamp-height"


def test_no_question_is_wrong_usage_and_exits_with_2(config: Path) -> None:
    code, out, err = run("ask", "--config", config)

    assert (code, out) == (USAGE_ERROR, "")
    assert err == f"{ENGLISH.question_missing.format(program=PROG)}\n"


def test_a_config_that_is_missing_exits_with_2_and_is_named(tmp_path: Path) -> None:
    code, _, err = run("ask", "lamp", "--config", tmp_path / "none.yaml")

    assert code == USAGE_ERROR
    assert "none.yaml" in err


def test_a_broken_base_exits_with_1_and_names_every_place_from_the_current_folder(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (config.parent / "elsewhere").mkdir()
    monkeypatch.chdir(config.parent / "elsewhere")
    (config.parent / "knowledge/topics.yaml").write_text("- id: [", encoding="utf-8")
    (config.parent / "knowledge/unknowns.yaml").write_text("- id: [", encoding="utf-8")

    code, out, err = run("ask", "lamp", "--config", "../config.yaml")

    assert (code, out) == (FAILURE, "")
    files = {line.split(":")[0] for line in err.splitlines()}
    assert {"../knowledge/topics.yaml", "../knowledge/unknowns.yaml"} <= files
    assert all(Path(file).exists() for file in files)


def test_the_todo_comments_of_a_base_are_counted_and_only_check_lists_them(config: Path) -> None:
    topics = config.parent / "knowledge/topics.yaml"
    settled = topics.read_text(encoding="utf-8")
    topics.write_text(f"{settled}# TODO: a title\n# TODO: another\n", encoding="utf-8")

    code, out, err = run("timeline", "--config", config)

    assert (code, out) == (FAILURE, "")
    assert err == (
        "This base is a draft: 2 TODO comments are left, and only ask and sandbox answer from a draft. "
        f"To see what is left: python -m bot check --config {config}\n"
    )
    assert "# TODO" in run("check", "--config", config)[1]

    topics.write_text(f"{settled}# TODO: a title\n", encoding="utf-8")
    assert "Not settled yet (a title)." in run("timeline", "--config", config)[2]


def test_a_message_names_the_program_as_it_was_started(config: Path) -> None:
    out, err = io.StringIO(), io.StringIO()

    main(["ask", "--config", str(config)], {}, io.StringIO(), out, err, prog="briefing-bot")

    assert 'briefing-bot ask "…"' in err.getvalue()


def test_a_broken_calibration_exits_with_1_and_shows_the_fix(config: Path) -> None:
    (config.parent / "knowledge/calibration.json").write_text("{}", encoding="utf-8")

    code, _, err = run("ask", "lamp", "--config", config)

    assert code == FAILURE
    assert err.startswith(f"{config.parent.as_posix()}/knowledge/calibration.json:1:1: ")
    assert "The command calibrate writes it again." in err


def test_text_of_a_file_in_a_message_cannot_control_the_terminal(config: Path) -> None:
    (config.parent / "knowledge/unknowns.yaml").write_text(
        '- id: "\\e[2J\\u202Ea"\n  "\\e[1m\\Nb": 1\n', encoding="utf-8"
    )

    (config.parent / "knowledge/facts/\x1b[3J.yml").touch()

    _, _, asked = run("ask", "lamp", "--config", config)
    code, checked, _ = run("check", "--config", config)

    assert code == FAILURE
    for told in (asked, checked):
        assert "\\x1b[2J\\u202ea" in told
        assert "knowledge/facts/\\x1b[3J.yml:1:1: " in told
        assert not {"\x1b", "\x85", "\u202e"} & set(told)


def test_the_config_sets_the_logs_format_and_the_token_is_never_in_the_log(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def serve(*_: object, **__: object) -> int:
        logging.getLogger("bot").warning("logged in with hushhushhush")
        await asyncio.sleep(0)
        return 0

    monkeypatch.setattr("bot.cli.run.run_bot", serve)
    config.write_text("logging: {format: json}\n", encoding="utf-8")
    code, _, err = run("run", "--config", config, env={"DISCORD_TOKEN": "hushhushhush"})

    assert code == 0
    assert json.loads(err)["message"] == "logged in with [redacted]"


def test_a_token_in_the_wrong_place_is_not_repeated(config: Path) -> None:
    token = "MTE4MTI2MDAwMDAwMDAwMDAwMQ.GaBcDe.x1x1x1x1x1x1x1x1x1x1x1x1x1x"
    config.write_text(f'discord:\n  home_guild: "{token}"\n', encoding="utf-8")

    code, _, err = run("run", "--config", config, env={"DISCORD_TOKEN": token})

    assert code == USAGE_ERROR
    assert "config.yaml:2:15: discord.home_guild: found '[redacted]…'; expected the id of a guild" in err
    assert token not in err


def test_a_defect_ends_in_the_log_without_the_secrets_it_holds(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "interactions/12/aW50ZXJhY3Rpb246MTIzNDU2"

    def fail(*_: object, **__: object) -> Never:
        raise LookupError(f"no answer to https://discord.com/api/v10/{secret}/callback")

    monkeypatch.setattr("bot.cli.ask.run", fail)
    code, _, err = run("ask", "lamp", "--config", config)

    assert code == FAILURE
    assert "LookupError: no answer to https://discord.com/api/v10/interactions/12/[redacted]/callback" in err
    assert secret not in err


def test_ctrl_c_at_the_prompt_ends_it_without_a_word(config: Path) -> None:
    code, _, err = run("ask", "--config", config, stdin=Interrupted())

    assert (code, err) == (INTERRUPTED, "\n")


@pytest.mark.parametrize("env", [{}, {"DISCORD_TOKEN": ""}, {"DISCORD_TOKEN": "  "}])
def test_a_missing_token_is_one_sentence(config: Path, env: dict[str, str]) -> None:
    code, out, err = run("run", "--config", config, env=env)

    assert (code, out) == (USAGE_ERROR, "")
    assert "DISCORD_TOKEN" in err
    assert err.count("\n") == 1


def test_a_token_file_that_is_missing_is_one_sentence(config: Path, tmp_path: Path) -> None:
    code, _, err = run("run", "--config", config, env={"DISCORD_TOKEN_FILE": str(tmp_path / "token")})

    assert code == USAGE_ERROR
    assert err.count("\n") == 1


def test_check_says_that_the_base_is_clean(config: Path) -> None:
    code, out, _ = run("check", "--config", config)

    assert code == 0
    assert out.startswith("The base is clean.\n")


def test_eval_is_a_command_too_and_calibrate_refuses_a_small_base(config: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"q": "lamp height", "answerable": true, "gold": ["38 metres"], "kind": "a"}\n', "utf-8")

    code, out, _ = run("eval", questions, "--json", "--config", config)
    assert code == 0
    assert "right_first" in out
    assert json.loads(out)

    code, _, err = run("calibrate", "--seed", "2", "--config", config)
    assert code == USAGE_ERROR
    assert "Nothing was written: the facts have 23 questions and phrasings, and calibrate needs 400." in err
    assert not (config.parent / "knowledge/calibration.json").exists()


@pytest.mark.parametrize("arguments", [(), ("fly",), ("ask", "--jsn", "x"), ("calibrate", "--seed", "x")])
def test_a_command_that_does_not_exist_ends_with_2(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)

    assert ended.value.code == USAGE_ERROR
    assert "usage: python -m bot" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--help")

    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert [command for command in COMMANDS if f"\n    {command}" not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_names_its_config(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m bot {command} ")


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--version")

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"briefing-bot {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "absent"), [(("check",), ("discord",)), (("ask", "lamp"), ("matplotlib", "discord"))]
)
def test_only_what_a_command_needs_is_imported(
    config: Path, arguments: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    code = (
        "import io, sys; from bot.__main__ import main; out = io.StringIO();"
        "code = main(sys.argv[2:], {}, io.StringIO(), out, sys.stderr);"
        "sys.exit(code or not sys.modules.keys().isdisjoint(sys.argv[1].split()))"
    )
    asked = [sys.executable, "-c", code, " ".join(absent), *arguments, "--config", str(config)]
    done = subprocess.run(asked, cwd=PROJECT, env=_environment(), timeout=100, check=False)  # noqa: S603 - constants

    assert done.returncode == 0


@pytest.mark.parametrize(
    "module",
    [
        "sqlalchemy.dialects.postgresql",
        "alembic",
        "aiohttp.web",
        "rich",
        "matplotlib",
        "numpy.ma",
        "bot.core.drafting",
        "bot.core.knowledge.schema",
        "bot.curation.workspace",
    ],
)
def test_a_start_imports_nothing_that_only_few_bots_or_commands_need(module: str) -> None:
    code = f"import sys, bot.cli.run; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, timeout=100, check=False).returncode == 0  # noqa: S603


@pytest.mark.parametrize("arguments", [("ask", "how", "high", "is", "the", "lamp?"), ("factcheck", "The lamp is lit.")])
def test_a_python_without_the_dependencies_says_what_to_do(arguments: tuple[str, ...]) -> None:
    # -S leaves out the packages that are installed beside the standard library.
    asked = [sys.executable, "-S", "-m", "bot", *arguments]
    done = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603

    assert (done.returncode, done.stdout) == (USAGE_ERROR, "")
    assert re.fullmatch(r"The package \w+ is missing from \S+: run make once and .*\n", done.stderr)


def test_a_module_of_the_bot_that_is_missing_is_a_defect(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.cli.ask", None)
    code, _, err = run("ask", "lamp", "--config", config)

    assert code == FAILURE
    assert "because of a defect" in err


def test_several_words_are_one_question_or_one_text(config: Path) -> None:
    code, out, _ = run("ask", "lamp", "height", "--json", "--config", config)
    assert (code, json.loads(out)["question"]) == (0, "lamp height")

    code, out, _ = run("factcheck", "It", "was", "first", "lit", "in", "1891.", "--json", "--config", config)
    assert (code, [each["sentence"] for each in json.loads(out)["sentences"]]) == (0, ["It was first lit in 1891."])


@pytest.mark.parametrize("command", ["ask", "factcheck"])
@pytest.mark.parametrize("text", ["", " "])
def test_an_empty_question_or_text_is_wrong_usage_and_exits_with_2(config: Path, command: str, text: str) -> None:
    code, out, err = run(command, text, "--config", config)

    assert (code, out) == (USAGE_ERROR, "")
    assert (
        err == f"{(ENGLISH.question_missing if command == 'ask' else ENGLISH.factcheck_missing).format(program=PROG)}\n"
    )


def test_the_process_answers_in_utf_8_whatever_the_locale(config: Path) -> None:
    done = started("ask", "--json", "--stdin", "--config", config, stdin="what did the keeper see\n¿qué? 🗼\n")

    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["facts"][0]["quotes"][0]["exact"].startswith("“We saw the glass go")
    assert second["question"] == "¿qué? 🗼"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
@pytest.mark.parametrize("arguments", [("ask", "lamp"), ("ask", "--json", "lamp"), ("check",)])
def test_an_output_that_is_full_is_one_sentence(config: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = started(*arguments, "--config", config, stdout=full)

    assert done.returncode == FAILURE
    assert done.stderr == "A file or the output cannot be used: [Errno 28] No space left on device.\n"


def test_the_process_without_a_token_says_one_sentence_and_ends_with_2(config: Path) -> None:
    done = started("run", "--config", config)

    assert done.returncode == USAGE_ERROR
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_process_whose_reader_has_gone_ends_without_a_word(config: Path) -> None:
    lines = config.parent / "lines.txt"
    lines.write_text("lamp height\n" * 2000, encoding="utf-8")
    with lines.open("rb") as stdin:
        asking = subprocess.Popen(  # noqa: S603 - this interpreter, and arguments of this test
            [sys.executable, "-m", "bot", "ask", "--json", "--stdin", "--config", str(config)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=PROJECT,
            env=_environment(),
        )
        with asking:
            assert asking.stdout
            assert asking.stderr
            first = asking.stdout.readline()
            asking.stdout.close()
            said = asking.stderr.read()

    assert json.loads(first)["outcome"] == "answer"
    assert said == b""
    assert asking.returncode == FAILURE
