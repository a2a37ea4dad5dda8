"""The long trial: `make chaos`. Everything that can go wrong, at every request, and what came of it."""

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from chaos.jobs import all_jobs
from chaos.verdict import COLUMNS, Tally
from rich.console import Console
from rich.progress import track

_SHOWN = 40  # complaints


def main() -> int:
    """Try everything on all cores; gives the exit code."""
    tally = Tally()
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        jobs = [pool.submit(job) for job in all_jobs()]
        for done in track(as_completed(jobs), "Chaos", total=len(jobs), console=Console(stderr=True)):
            for verdict in done.result():
                tally.add(verdict)
    for line in _report(tally):
        print(line)  # noqa: T201 - this is what it is for
    return 0 if tally.is_clean else 1


def _report(tally: Tally) -> Iterator[str]:
    columns = (*COLUMNS, "healed", "later")
    yield "".join([f"{'':24}", *(f"{column:>12}" for column in columns)])
    for group in tally.groups:
        yield "".join([f"{group:24}", *(f"{tally.counts[group, column]:12}" for column in columns)])
    yield "".join([f"{'all':24}", *(f"{tally.total(column):12}" for column in columns)])
    yield from tally.complaints[:_SHOWN]
    if len(tally.complaints) > _SHOWN:
        yield f"... and {len(tally.complaints) - _SHOWN} more"


if __name__ == "__main__":
    sys.exit(main())
