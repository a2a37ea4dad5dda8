"""Issue boards and their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.lists.paging import paged
from bot.sandbox.shapes.furniture import board_shape, list_shape
from bot.sandbox.shapes.view import view_of
from bot.sandbox.web.answers import Answer, created, ok
from bot.sandbox.web.errors import forbidden, invalid, message, not_found
from bot.sandbox.web.routing import route
from bot.sandbox.world.furniture import Board, BoardList

if TYPE_CHECKING:
    from bot.sandbox.web.call import Call


def list_boards(call: Call) -> Answer:
    """List the boards; two of them may have the same name."""
    view = view_of(call)
    return paged(call, list(call.world.boards.values()), lambda board: board_shape(view, board))


def _the_board(call: Call) -> Board:
    board = call.world.boards.get(call.number("board_id"))
    if board is None:
        raise not_found()
    return board


def _must_manage(call: Call) -> None:
    if not call.rights.manages_boards:
        raise forbidden()


def show_board(call: Call) -> Answer:
    """Show one board."""
    return ok(board_shape(view_of(call), _the_board(call)))


def create_board(call: Call) -> Answer:
    """Create a board without lists."""
    name = call.args.required("name")
    _must_manage(call)
    board = Board(call.world.number("board"), name)
    call.world.boards[board.id] = board
    return created(board_shape(view_of(call), board))


def list_lists(call: Call) -> Answer:
    """List the lists of a board."""
    rows = list(enumerate(_the_board(call).lists))
    return paged(call, rows, lambda row: list_shape(row[1], row[0]))


def create_list(call: Call) -> Answer:
    """Add a list for a label; a label has one list on a board (GitLab's source)."""
    board, number = _the_board(call), call.args.integer("label_id")
    if number is None:
        raise invalid("label_id is missing")
    label = call.world.labels.get(number)
    if label is None:
        raise message(400, {"error": "Label not found!"})
    _must_manage(call)
    if any(one.label is label for one in board.lists):
        raise message(400, {"label": ["has already been taken"]})
    board.lists.append(BoardList(call.world.number("board_list"), label))
    return created(list_shape(board.lists[-1], len(board.lists) - 1))


_BOARDS = "/projects/:id/boards"
_LISTS = f"{_BOARDS}/:board_id/lists"
ROUTES = (
    route("GET", _BOARDS, list_boards),
    route("POST", _BOARDS, create_board),
    route("GET", f"{_BOARDS}/:board_id", show_board),
    route("GET", _LISTS, list_lists),
    route("POST", _LISTS, create_list),
)
