"""Run a command and write as JSON what it used: exit code, seconds, seconds of CPU, most memory.

A process of its own that imports next to nothing: Linux counts the memory of whoever starts a process as its own until
it begins to run, and the benchmark, which holds the sandbox, is large.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path


def main() -> None:
    """Run the command that follows the name of the file for the result."""
    result, *command = sys.argv[1:]
    begin = time.perf_counter()
    process = subprocess.Popen(command)  # noqa: S603 - the benchmark's own command
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    figures = [process.returncode, seconds, used.ru_utime + used.ru_stime, _bytes(used)]
    Path(result).write_text(json.dumps(figures), encoding="utf-8")


def _bytes(used: resource.struct_rusage) -> int:
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


main()
