"""A checked-out project in which gitlab-ci-local plays GitLab and its runner."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BESIDE = Path(sys.executable).parent  # where feedback-bot is, as in an image that holds it
_STATE = ".gitlab-ci-local"
_STARTED = re.compile(r"^(\S.*?) +starting shell \(", re.MULTILINE)
_ENDED = r"^%s +finished in .*?(?: (?:FAIL|WARN) (\d+))?\s*$"  # WARN: the job may fail
_LONG = 120  # seconds; a pipeline of one job takes some five


@dataclass(frozen=True, slots=True)
class Pipeline:
    """How the jobs of a pipeline ended (name → exit code), and what their logs show."""

    codes: Mapping[str, int]
    log: str


@dataclass(frozen=True, slots=True)
class Project:
    """A repository with the CI/CD variables of its settings (values, and contents of variables that are files)."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def commit(self, files: Mapping[str, str | Path], path: str = "support/feedback-bot") -> None:
        """Make these files the repository of the project at `path`."""
        self.lay(files)
        self._git("init", "--quiet", "--initial-branch=main")
        self._git("remote", "add", "origin", f"https://gitlab.example.com/{path}.git")
        self._git("add", "--all")
        self._git("-c", "user.name=Mia", "-c", "user.email=mia@example.com", "commit", "--quiet", "--message=Begin")

    def lay(self, files: Mapping[str, str | Path]) -> None:
        """Write texts, and copy files, into the project's folder."""
        for name, content in files.items():
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copy(content, target)
            else:
                target.write_text(content, encoding="utf-8")

    def jobs(
        self, source: str, inputs: Mapping[str, Any] | None = None, variables: Mapping[str, str] | None = None
    ) -> list[str]:
        """Name the jobs that a pipeline would have, those that wait for somebody included."""
        ended = self._run([_gitlab_ci_local(), *self._asked(source, inputs, variables), "--list-csv"], ())
        assert ended.returncode == 0, ended.stderr
        return [line.split(";")[0] for line in ended.stdout.partition("name;")[2].splitlines()[1:]]

    def pipeline(
        self,
        source: str,
        *jobs: str,
        inputs: Mapping[str, Any] | None = None,
        variables: Mapping[str, str] | None = None,
        path: Sequence[Path] = (BESIDE,),
    ) -> Pipeline:
        """Run a pipeline, or only these of its jobs; `variables` are those of the pipeline, like a schedule's."""
        arguments = [*self._asked(source, inputs, variables), "--force-shell-executor", "--shell-isolation"]
        arguments += ["--no-color", "--no-json-schema-validation", *jobs]  # `jobs` validates once
        ended = self._run([_gitlab_ci_local(), *arguments], path)
        log = ended.stdout + ended.stderr
        codes = {name: _code(name, log) for name in _STARTED.findall(log)}
        assert codes, log  # the pipeline has no jobs, or its file is not valid
        assert ended.returncode == 0 or any(codes.values()), log
        return Pipeline(codes, log)

    def artifact(self, job: str, name: str) -> Path:
        """Where an artifact of a job has been put."""
        return self.folder / _STATE / "artifacts" / job / name

    def written(self, name: str) -> list[Path]:
        """Find the files of this name in the folders in which jobs worked."""
        return sorted((self.folder / _STATE / "builds").rglob(name))

    def _asked(self, source: str, inputs: Mapping[str, Any] | None, variables: Mapping[str, str] | None) -> list[str]:
        """Write down what the pipeline is asked for.

        gitlab-ci-local asks for no inputs, so a file that includes the project's own hands them over.
        """
        own = {"include": [{"local": ".gitlab-ci.yml", "inputs": dict(inputs or {})}]}
        (self.folder / ".gitlab-ci-run.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
        self._settings()
        set_by_gitlab = {"CI_PIPELINE_SOURCE": source, **(variables or {})}
        return ["--file=.gitlab-ci-run.yml", *(f"--variable={name}={value}" for name, value in set_by_gitlab.items())]

    def _settings(self) -> None:
        values = {name: {"type": "variable", "values": {"*": value}} for name, value in self.variables.items()}
        files = {name: {"type": "file", "values": {"*": content}} for name, content in self.files.items()}
        settings = self.folder / ".gitlab-ci-local-variables.yml"
        settings.write_text(yaml.safe_dump(values | files), encoding="utf-8")

    def _git(self, *arguments: str) -> None:
        self._run(["git", *arguments], ()).check_returncode()

    def _run(self, command: Sequence[str], path: Sequence[Path]) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "HOME": str(self.folder.parent),  # settings of whoever runs the tests stay out
            "PATH": os.pathsep.join([*map(str, path), *_elsewhere()]),
            "PIP_NO_INDEX": "1",
        }
        return subprocess.run(  # noqa: S603 - git and gitlab-ci-local, with arguments of ours
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=_LONG, check=False
        )


def _code(job: str, log: str) -> int:
    ended = re.search(_ENDED % re.escape(job), log, re.MULTILINE)
    assert ended, log
    return int(ended[1] or 0)


def _gitlab_ci_local() -> str:
    found = shutil.which("gitlab-ci-local")
    assert found, "gitlab-ci-local is not on the PATH: `.ci/run` installs it, and `make pipelines` finds it"
    return found


def _elsewhere() -> list[str]:
    """Give the PATH without any place that has feedback-bot."""
    places = os.environ["PATH"].split(os.pathsep)
    return [place for place in places if not (Path(place) / "feedback-bot").exists()]
