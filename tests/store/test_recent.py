"""What was used last stays in memory, and no more than fits."""

from threading import Thread

from xborder.store.recent import Recent


def test_what_was_not_used_for_longest_makes_room() -> None:
    recent = Recent(100)
    for name in "abcd":
        recent.keep(name, name.encode() * 25)
    assert recent.get("a") == b"a" * 25
    recent.keep("e", b"e" * 10)
    assert recent.get("b") is None
    assert [recent.get(name) for name in "acde"] == [b"a" * 25, b"c" * 25, b"d" * 25, b"e" * 10]


def test_what_would_displace_most_is_not_kept() -> None:
    recent = Recent(100)
    recent.keep("small", b"1")
    recent.keep("large", b"x" * 26)
    assert recent.get("large") is None and recent.get("small") == b"1"


def test_the_same_again_takes_no_more_room() -> None:
    recent = Recent(100)
    recent.keep("other", b"o" * 20)
    for _ in range(50):
        recent.keep("same", b"s" * 20)
    assert recent.get("other") == b"o" * 20


def test_many_threads_at_once_leave_it_whole() -> None:
    recent = Recent(1000)

    def use(start: int) -> None:
        for number in range(start, start + 2000):
            recent.keep(str(number % 97), b"%d" % (number % 97) * 10)
            found = recent.get(str(number % 89))
            assert found is None or found == b"%d" % (number % 89) * 10

    threads = [Thread(target=use, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recent._size == sum(map(len, recent._kept.values())) <= 1000
