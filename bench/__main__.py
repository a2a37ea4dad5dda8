"""`python -m bench [PART ...]`: run the benchmarks, all of them or some."""

import sys
import tempfile
from pathlib import Path

from bench.backfill import measure_backfills, show_backfills
from bench.filing import measure_filing, show_filing
from bench.intake import measure_intake, show_intake
from bench.passes import measure_passes, show_passes
from bench.show import Show
from bench.streaming import measure_streaming, show_streaming


def passes(show: Show, folder: Path) -> list[str]:
    """Count the requests of every kind of pass; gives what is wrong."""
    return show_passes(show, measure_passes(show, folder))


def filing(show: Show, folder: Path) -> list[str]:
    """Compare with python-gitlab."""
    show_filing(show, measure_filing(show, folder))
    return []


def streaming(show: Show, folder: Path) -> list[str]:
    """Read a large file."""
    show_streaming(show, measure_streaming(show, folder))
    return []


def intake(show: Show, folder: Path) -> list[str]:
    """Map, redact and render surveys."""
    show_intake(show, measure_intake(show, folder))
    return []


def backfill(show: Show, folder: Path) -> list[str]:
    """Import surveys at gitlab.com's pace; gives what is wrong."""
    return show_backfills(show, measure_backfills(show, folder))


_PARTS = {part.__name__: part for part in (filing, intake, streaming, backfill, passes)}


def main() -> None:
    """Run the parts that are named, or all; ends with 1 where a count is not what it must be."""
    wanted = sys.argv[1:] or list(_PARTS)
    if unknown := set(wanted) - set(_PARTS):
        sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Show() as show:
        wrong = [problem for name in wanted for problem in _PARTS[name](show, Path(folder))]
    for problem in wrong:
        sys.stderr.write(f"{problem}\n")
    sys.exit(1 if wrong else 0)


main()
