"""How a project gets labels, boards, files and schedules: each thing once, even if an answer gets lost."""

from collections.abc import Mapping

from bot.model.furniture import Schedule
from bot.tracker.client import Client, Json
from bot.tracker.inventory import Inventory, file_path, schedule_from
from bot.tracker.shapes import read_as
from bot.tracker.writer import Writer


class Furnisher(Writer):
    """Writes all that a writer does, and what a project has besides issues. Every method may raise TrackerError."""

    def __init__(self, client: Client) -> None:
        super().__init__(client)
        self._inventory = Inventory(client)

    def change_label(self, number: int, changes: Mapping[str, str]) -> None:
        """Change a label's `color`, `description` or name (`new_name`); its issues keep it."""
        # By its id, so that a second try finds it under the new name.
        self._surely(lambda: self._client.put(f"/labels/{number}", changes), lambda: None)

    def create_board(self, name: str) -> int:
        """Create an issue board and tell its id."""

        def look() -> Json | None:
            return next(({"id": board.id} for board in self._inventory.boards() if board.name == name), None)

        return int(self._surely(lambda: self._client.post("/boards", {"name": name}), look)["id"])

    def add_list(self, board: int, label: str, number: int) -> None:
        """Add a list to a board, for a label given by its name and its id."""

        def look() -> Json | None:
            return _there(any(one.id == board and label in one.labels for one in self._inventory.boards()))

        self._surely(lambda: self._client.post(f"/boards/{board}/lists", {"label_id": number}), look)

    def put_file(self, path: str, branch: str, text: str, *, message: str, replacing: str | None) -> None:
        """Commit a file; `replacing` is the last commit of the file that is there already."""
        body = {"branch": branch, "content": text, "commit_message": message}
        place = file_path(path)

        def write() -> Json:
            if replacing is None:
                return self._client.post(place, body)
            return self._client.put(place, body | {"last_commit_id": replacing})

        def look() -> Json | None:
            found = self._inventory.file(path, branch)
            return _there(found and found.text == text)

        self._surely(write, look)

    def create_schedule(
        self, description: str, *, branch: str, cron: str, timezone: str, is_active: bool = True
    ) -> Schedule:
        """Create a pipeline schedule."""
        body = {"description": description, "ref": branch, "cron": cron, "cron_timezone": timezone, "active": is_active}
        found: list[Schedule] = []

        def look() -> Json | None:
            found.extend(self._inventory.schedules_named(description)[:1])
            return _there(found)

        answer = self._surely(lambda: self._client.post("/pipeline_schedules", body), look)
        return found[0] if found else read_as(schedule_from, answer)

    def change_schedule(self, number: int, changes: Mapping[str, object]) -> None:
        """Change a pipeline schedule; the `changes` are named as in GitLab's API."""
        self._surely(lambda: self._client.put(f"/pipeline_schedules/{number}", changes), lambda: None)

    def set_variable(self, schedule: Schedule, name: str, value: str) -> None:
        """Give a pipeline schedule a variable, or its variable another value."""
        path = f"/pipeline_schedules/{schedule.id}/variables"

        def write() -> Json:
            if name in schedule.variables:
                return self._client.put(f"{path}/{name}", {"value": value})
            return self._client.post(path, {"key": name, "value": value})

        def look() -> Json | None:
            return _there(self._inventory.schedule(schedule.id).variables.get(name) == value)

        self._surely(write, look)


def _there(found: object) -> Json | None:
    return {} if found else None
