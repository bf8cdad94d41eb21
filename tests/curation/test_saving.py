"""Files are written whole, and never over somebody else's edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.curation import saving
from bot.curation.saving import ChangedOnDiskError, FileEdit, NotWrittenError, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "facts.yaml").write_bytes(b"- id: a\n")
    (tmp_path / "facts.yaml").chmod(0o640)
    return tmp_path / "facts.yaml"


def test_an_edit_is_written_and_keeps_the_files_permissions(path: Path) -> None:
    new = path.parent / "topics.yaml"
    save([FileEdit(path=path, before=b"- id: a\n", after=b"- id: b\n"), FileEdit(path=new, before=None, after=b"[]\n")])

    assert (path.read_bytes(), new.read_bytes()) == (b"- id: b\n", b"[]\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(path.parent.iterdir()) == [path, new]


def test_a_file_that_is_undone_to_nothing_is_deleted(path: Path) -> None:
    save([FileEdit(path=path, before=b"- id: a\n", after=None)])

    assert not path.exists()


def test_somebody_elses_edit_is_never_lost(path: Path) -> None:
    other = path.parent / "topics.yaml"
    path.write_bytes(b"- id: theirs\n")
    edits = [
        FileEdit(path=other, before=None, after=b"[]\n"),
        FileEdit(path=path, before=b"- id: a\n", after=b"- id: mine\n"),
    ]

    with pytest.raises(ChangedOnDiskError, match=r"facts\.yaml: changed on disk since it was read"):
        save(edits)
    assert path.read_bytes() == b"- id: theirs\n"
    assert not other.exists()


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    save([FileEdit(path=link, before=b"- id: a\n", after=b"- id: b\n")])

    assert link.is_symlink()
    assert path.read_bytes() == b"- id: b\n"


def test_if_one_file_cannot_be_written_the_others_are_as_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = path.parent / "topics.yaml"
    put = saving._put

    def refused(target: Path, staged: Path | None) -> None:
        if target == second:
            raise OSError(13, "Permission denied")
        put(target, staged)

    monkeypatch.setattr(saving, "_put", refused)
    edits = [
        FileEdit(path=path, before=b"- id: a\n", after=b"- id: b\n"),
        FileEdit(path=second, before=None, after=b"[]\n"),
    ]

    with pytest.raises(NotWrittenError, match=r"topics\.yaml: cannot be written \(Permission denied\)"):
        save(edits)
    assert path.read_bytes() == b"- id: a\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_disk_that_is_full_and_stays_so_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second, written = path.parent / "topics.yaml", list[int]()

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    edits = [
        FileEdit(path=path, before=b"- id: a\n", after=b"- id: b\n"),
        FileEdit(path=second, before=None, after=b"[]\n"),
    ]

    with pytest.raises(NotWrittenError, match=r"topics\.yaml: cannot be written \(No space left on device\)"):
        save(edits)
    assert path.read_bytes() == b"- id: a\n"
    assert list(path.parent.iterdir()) == [path]
