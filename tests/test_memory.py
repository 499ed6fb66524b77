"""The memory of builds: what was put in comes back whole or not at all, whatever happens to its file."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.memory import Lost, Memory, key

VALUES = {key(number): b"value %d" % number * 1000 for number in range(40)}
SOME = next(iter(VALUES))

_keys = st.text("0123456789abcdef", min_size=1, max_size=32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a memory with VALUES was kept."""
    place = tmp_path / ".onrecord/memory.sqlite"
    memory = Memory(place)
    memory.put_all(VALUES.items())
    memory.close()
    return place


Open = Callable[[Path], Memory]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens memories, and closes them after the test."""
    found: list[Memory] = []

    def open_at(place: Path) -> Memory:
        found.append(Memory(place))
        return found[-1]

    yield open_at
    for memory in found:
        memory.close()


def assert_works(memory: Memory) -> None:
    memory.put_all([("new", b"x")])
    assert memory.get("new") == b"x"


@given(st.dictionaries(_keys, st.binary(max_size=200)), st.sets(_keys))
def test_what_was_put_in_comes_back(values: dict[str, bytes], others: set[str]) -> None:
    memory = Memory(Path("unused"))
    memory.withdraw()
    memory.put_all(values.items())
    assert memory.get_all({*values, *others}) == values
    assert [memory.get(name) for name in values] == list(values.values())
    assert [memory.get(name) for name in others - values.keys()] == [None] * len(others - values.keys())
    memory.close()


def test_what_was_put_in_is_there_for_the_next_build(file: Path, opened: Open) -> None:
    assert opened(file).get_all(VALUES) == VALUES
    assert opened(file).need(SOME) == VALUES[SOME]


def test_many_values_come_back_at_once(file: Path, opened: Open) -> None:
    many = {key("many", number): str(number).encode() for number in range(3001)}
    memory = opened(file)
    memory.put_all(many.items())
    assert memory.get_all([*many, "unknown"]) == many


def test_nothing_is_written_before_something_is_asked_for(tmp_path: Path, opened: Open) -> None:
    memory = opened(tmp_path / ".onrecord/memory.sqlite")
    memory.renew()
    memory.close()
    assert list(tmp_path.iterdir()) == []
    assert_works(memory)


def test_a_value_that_is_needed_and_not_there_is_lost(file: Path, opened: Open) -> None:
    with pytest.raises(Lost):
        opened(file).need("unknown")


def _truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _text(file: Path) -> None:
    file.write_text("not a database at all\n" * 1000, "utf-8")


def _a_folder(file: Path) -> None:
    file.unlink()
    (file / "below").mkdir(parents=True)


def _deleted(file: Path) -> None:
    file.unlink()


def _of_another_format(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute("UPDATE format SET version = 'older'")
    db.close()


def _of_another_program(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE people (name TEXT)")
    db.close()


@pytest.mark.parametrize(
    "damage", [_truncated, _emptied, _text, _a_folder, _deleted, _of_another_format, _of_another_program]
)
@pytest.mark.parametrize("known", [False, True], ids=["next build", "same process"])
def test_of_a_damaged_file_nothing_is_believed_and_the_memory_works_on(
    file: Path, damage: Callable[[Path], None], known: bool, opened: Open
) -> None:
    memory = opened(file)
    if known:
        memory.get(SOME)
        memory.close()
    damage(file)
    memory.renew()
    found = memory.get_all(VALUES)
    assert found.items() <= VALUES.items()  # of a truncated file some may be whole
    assert damage is _truncated or not found
    assert_works(memory)


@pytest.mark.parametrize("damage", [_emptied, _text, _deleted, _a_folder])
def test_once_the_file_is_mended_it_is_used_again(file: Path, damage: Callable[[Path], None], opened: Open) -> None:
    damage(file)
    assert_works(opened(file))
    found = opened(file).get_all(["new"])
    assert found == ({} if damage is _a_folder else {"new": b"x"})


def _another_byte(value: bytes) -> bytes:
    return value[:50] + b"!" + value[51:]


@pytest.mark.parametrize("spoil", [_another_byte, lambda value: value[:-1], lambda _: b"", lambda _: "text"])
def test_a_damaged_value_is_as_none(file: Path, spoil: Callable[[bytes], bytes | str], opened: Open) -> None:
    with sqlite3.connect(file) as db:
        ((value,),) = db.execute("SELECT value FROM memory WHERE key = ?", (SOME,))
        db.execute("UPDATE memory SET value = ? WHERE key = ?", (spoil(value), SOME))
    db.close()
    memory = opened(file)
    assert memory.get(SOME) is None
    assert memory.get_all(VALUES) == {name: value for name, value in VALUES.items() if name != SOME}
    memory.put_all([(SOME, VALUES[SOME])])
    assert memory.get(SOME) == VALUES[SOME]


def test_a_value_under_the_key_of_another_is_as_none(file: Path, opened: Open) -> None:
    with sqlite3.connect(file) as db:
        db.execute("UPDATE memory SET key = 'other' WHERE key = ?", (SOME,))
    db.close()
    assert opened(file).get("other") is None


def test_two_who_have_it_open_see_what_the_other_remembers(file: Path, opened: Open) -> None:
    one, other = opened(file), opened(file)
    assert one.is_shared and other.is_shared
    for number in range(20):
        one.put_all([(f"one {number}", b"1")])
        other.put_all([(f"other {number}", b"2")])
        assert other.get(f"one {number}") == b"1" and one.get(f"other {number}") == b"2"


def test_processes_that_write_at_once_lose_nothing(file: Path, opened: Open) -> None:
    code = (
        "import sys; from pathlib import Path; from generator.memory import Memory\n"
        "memory = Memory(Path(sys.argv[1]))\n"
        "[memory.put_all([(f'{sys.argv[2]} {n}', b'x' * 9000)]) for n in range(60)]\n"
    )
    working = [subprocess.Popen([sys.executable, "-c", code, file, who]) for who in "abc"]
    assert [process.wait(60) for process in working] == [0, 0, 0]
    assert len(opened(file).get_all(f"{who} {n}" for who in "abc" for n in range(60))) == 180


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_a_connection_of_its_own(file: Path, opened: Open) -> None:
    memory = opened(file)
    assert memory.get(SOME)
    child = os.fork()
    if not child:  # nothing of the tests may go on in here
        memory.put_all([("from the child", b"x")])
        os._exit(0 if memory.get(SOME) == VALUES[SOME] else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert memory.get_all([SOME, "from the child"]) == {SOME: VALUES[SOME], "from the child": b"x"}


def test_what_nobody_needs_is_cleared_away_once_there_is_too_much(file: Path, opened: Open) -> None:
    needed = set(list(VALUES)[:10])
    memory = opened(file)
    memory.forget_all_but(lambda: pytest.fail("nobody is asked while there is room"), len(VALUES))
    assert memory.get_all(VALUES) == VALUES
    memory.forget_all_but(lambda: {*needed, "unknown"}, len(VALUES) - 1)
    assert memory.get_all(VALUES) == {name: VALUES[name] for name in needed}
    assert_works(memory)


def test_a_memory_that_was_told_to_forget_is_empty(file: Path, opened: Open) -> None:
    memory = opened(file)
    memory.forget()
    assert memory.get_all(VALUES) == opened(file).get_all(VALUES) == {}
    assert_works(memory)
    assert opened(file).get("new") == b"x"


def test_a_memory_that_has_withdrawn_touches_no_file(file: Path, opened: Open) -> None:
    memory = opened(file)
    memory.withdraw()
    assert not memory.is_shared
    assert memory.get_all(VALUES) == {}
    assert_works(memory)
    assert opened(file).get("new") is None
    memory.renew()
    assert memory.is_shared and memory.get_all(VALUES) == VALUES


def test_where_no_file_can_be_there_is_a_memory_all_the_same(tmp_path: Path, opened: Open) -> None:
    (tmp_path / ".onrecord").write_bytes(b"a file")
    memory = opened(tmp_path / ".onrecord/memory.sqlite")
    assert not memory.is_shared
    assert_works(memory)
    assert (tmp_path / ".onrecord").read_bytes() == b"a file"


def test_another_writer_who_does_not_end_costs_only_what_would_be_remembered(
    file: Path, monkeypatch: pytest.MonkeyPatch, opened: Open
) -> None:
    monkeypatch.setattr("generator.memory._PATIENCE", 0.1)
    memory = opened(file)
    assert memory.get(SOME)
    busy = sqlite3.connect(file, isolation_level=None)
    busy.execute("BEGIN EXCLUSIVE")
    memory.put_all([("new", b"x")])
    assert memory.get(SOME) == VALUES[SOME]
    busy.execute("ROLLBACK")
    busy.close()
    assert memory.get_all(["new", *VALUES]) == VALUES
    assert_works(memory)


def test_keys_are_the_same_for_the_same_and_different_for_everything_else() -> None:
    inputs = [(), ("",), ("", ""), ("a", "b"), ("ab",), ("ab", ""), ("", "ab"), (b"a", "c"), (1,), ("a\0b",), ((1, 2),)]
    keys = [key(*parts) for parts in inputs]
    assert len(set(keys)) == len(inputs)
    assert keys == [key(*parts) for parts in inputs]
