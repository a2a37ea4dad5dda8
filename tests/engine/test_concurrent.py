"""A few pieces of work at once, their results in the order of the work."""

from collections.abc import Callable, Generator, Iterable, Iterator
from threading import Barrier, Event, Lock

import pytest

from bot.engine.concurrent import in_order

PATIENCE = 10  # seconds; a test that fails is not to hang


def results_of(work: Iterable[object]) -> Iterator[object]:
    return in_order(work, 4)


def doing(number: int) -> Callable[[], int]:
    return lambda: number


def test_results_come_in_the_order_of_the_work() -> None:
    last_is_done = Event()

    def first() -> str:
        assert last_is_done.wait(PATIENCE)
        return "first"

    def last() -> str:
        last_is_done.set()
        return "last"

    assert list(results_of([first, last])) == ["first", "last"]


def test_what_is_no_work_is_a_result_in_its_place() -> None:
    assert list(results_of([1, doing(2), 3, doing(4)])) == [1, 2, 3, 4]


def test_no_work_has_no_results() -> None:
    assert list(results_of(iter(()))) == []


def test_much_work_is_done_to_the_last_piece() -> None:
    assert list(results_of(doing(number) for number in range(500))) == list(range(500))


def test_four_pieces_are_done_at_once() -> None:
    together = Barrier(4)
    assert list(results_of([lambda: together.wait(PATIENCE) >= 0] * 4)) == [True] * 4


def test_never_more_than_four_are() -> None:
    lock, busy, most = Lock(), [0], [0]

    def work() -> None:
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        with lock:
            busy[0] -= 1

    list(results_of([work] * 200))
    assert most[0] <= 4


def test_work_is_fetched_as_it_is_needed() -> None:
    fetched = []

    def work() -> Iterator[Callable[[], int]]:
        for number in range(100):
            fetched.append(number)
            yield doing(number)

    results = results_of(work())
    assert next(results) == 0
    assert len(fetched) <= 6


def test_an_error_comes_up_in_its_place() -> None:
    def fail() -> int:
        raise ValueError("no")

    results = results_of([doing(1), fail, doing(3)])
    assert next(results) == 1
    with pytest.raises(ValueError, match="no"):
        next(results)


def test_an_error_of_whoever_hands_out_the_work_comes_up() -> None:
    def work() -> Iterator[int | Callable[[], int]]:
        yield 1
        raise ValueError("no more")

    results = results_of(work())
    with pytest.raises(ValueError, match="no more"):
        list(results)


def test_whoever_wants_no_more_results_waits_for_no_more_work() -> None:
    done = []
    results = results_of([lambda: done.append(1)] * 100)
    next(results)
    assert isinstance(results, Generator)
    results.close()
    assert len(done) <= 6
