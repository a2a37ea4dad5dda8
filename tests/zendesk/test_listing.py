"""Pages of records: each record once, in order, and nothing that was read is lost when a page fails."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.outcomes import Gap, Rejection
from bot.intake.zendesk.answer import Json
from bot.intake.zendesk.apis import APIS, ApiName, Query, SatisfactionRatings, SurveyResponses
from bot.intake.zendesk.listing import Found, Listing, Record
from bot.intake.zendesk.trouble import ZendeskError

BASE = "https://example.zendesk.com"
SINCE = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
NEW, OLD = SurveyResponses(), SatisfactionRatings()
BOTH: list[SurveyResponses | SatisfactionRatings] = [NEW, OLD]
either = pytest.mark.parametrize("api", BOTH, ids=lambda api: str(api.key))
Either = SurveyResponses | SatisfactionRatings


def page_of(api: Either, rows: list[object], cursor: str | None) -> Json:
    link = f"{BASE}{api.path}.json?page%5Bafter%5D={cursor}" if cursor else None
    return {api.key: rows, "meta": {"has_more": bool(cursor), "after_cursor": cursor}, "links": {"next": link}}


def read(api: Either, pages: list[Json | None]) -> list[Found]:
    """Read pages that stand ready in their order, None being one that fails."""
    ready = iter(pages)

    def fetch(what: str, path: str, query: Query) -> Json:
        assert path == api.path
        assert query
        page = next(ready)
        if page is None:
            raise ZendeskError(f"zendesk: {what}: no answer in time")
        return page

    return list(Listing("zendesk", BASE, api, fetch).records(api.since(SINCE)))


def ids(found: list[Found]) -> list[str]:
    return [item.id for item in found if isinstance(item, Record)]


@given(
    api=st.sampled_from(BOTH),
    sizes=st.lists(st.integers(0, 4), min_size=1, max_size=6),
    failing=st.none() | st.integers(0, 5),
    overlap=st.sampled_from([0, 1]),
)
def test_what_stands_before_a_page_that_fails_is_kept_in_order_and_once(
    api: Either, sizes: list[int], failing: int | None, overlap: int
) -> None:
    numbers = iter(range(1000))
    rows: list[list[object]] = [[{"id": number} for number in islice(numbers, size)] for size in sizes]
    shown = [[*before[::-1][:overlap], *page] for before, page in zip([[], *rows], rows, strict=False)]
    pages: list[Json | None] = [
        page_of(api, page, f"c{number}" if number < len(rows) else None) for number, page in enumerate(shown, start=1)
    ]
    if failing is not None and failing < len(pages):
        pages[failing] = None
    found = read(api, pages)
    reached = rows if failing is None else rows[:failing]
    assert ids(found) == [str(row["id"]) for page in reached for row in page if isinstance(row, dict)]
    assert [type(item) for item in found if not isinstance(item, Record)] == [Gap] * (None in pages)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (
            "survey_responses",
            {"filter[created_at_start]": "1796040000000", "sort": "id", "page[size]": "50"},
        ),
        ("satisfaction_ratings", {"start_time": "1796040000", "page[size]": "100"}),
    ],
)
def test_one_counts_milliseconds_and_the_other_seconds(name: ApiName, query: Query) -> None:
    assert APIS[name].since(SINCE) == query


@either
def test_a_window_that_reaches_back_before_1970(api: Either) -> None:
    assert "0" in api.since(datetime(1900, 1, 1, tzinfo=UTC)).values()


@either
@pytest.mark.parametrize("rows", [None, {}, "rows", 5], ids=repr)
def test_a_page_without_a_list(api: Either, rows: object) -> None:
    (gap,) = read(api, [{api.key: rows}])
    assert isinstance(gap, Gap)
    assert "check `api`" in gap.detail
    assert "nothing was read" in gap.detail


@either
def test_a_record_of_the_wrong_shape_costs_only_itself(api: Either) -> None:
    wrong: list[object] = [None, "text", 5, [], {}, {"id": None}, {"id": ["x"]}, {"id": "a b@example.com"}]
    found = read(api, [page_of(api, [{"id": 1}, *wrong, {"id": 2}], None)])
    assert ids(found) == ["1", "2"]
    rejections = [str(item) for item in found if isinstance(item, Rejection)]
    assert len(rejections) == len(wrong)
    assert rejections[0].startswith("zendesk page 1, record 2: ")
    assert "example.com" not in "".join(rejections)


@either
@pytest.mark.parametrize("loop", [1, 2, 3])
def test_a_cursor_that_leads_back_ends_the_list(api: Either, loop: int) -> None:
    def endless() -> Iterator[Json]:
        number = 0
        while True:
            yield page_of(api, [{"id": number}], f"c{number % loop}")
            number += 1

    found = read(api, list(islice(endless(), 10)))
    assert ids(found) == [str(number) for number in range(loop + 1)]
    assert isinstance(found[-1], Gap)
    assert "leads back" in found[-1].detail


@either
def test_a_list_without_an_end_is_left(api: Either, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.zendesk.listing._MOST_PAGES", 3)
    found = read(api, [page_of(api, [{"id": number}], f"c{number}") for number in range(10)])
    assert ids(found) == ["0", "1", "2"]
    assert isinstance(found[-1], Gap)


@either
def test_more_pages_without_a_way_to_them(api: Either) -> None:
    found = read(api, [{api.key: [{"id": 1}], "meta": {"has_more": True}}])
    assert ids(found) == ["1"]
    assert isinstance(found[-1], Gap)
    assert "not where they are" in found[-1].detail


@given(
    st.one_of(
        st.from_regex(r"https?://[a-z.]{1,20}(:[0-9]{1,4})?/api/v2/satisfaction_ratings(\.json)?\?x=1", fullmatch=True),
        st.from_regex(r"https://example\.zendesk\.com[@:.a-z/]{1,20}\?page\[after\]=c1", fullmatch=True),
        st.text(min_size=1),
    )
)
def test_a_link_to_any_other_place_is_never_followed(link: str) -> None:
    api = SatisfactionRatings()
    if link.partition("?")[0].removesuffix(".json").lower() == f"{BASE}{api.path}":
        return
    with pytest.raises(ValueError, match="points to another address"):
        api.following({"links": {"next": link}, "meta": {"has_more": True}}, {}, BASE)


@pytest.mark.parametrize("link", [f"{BASE.replace('example', 'Example')}/api/v2/satisfaction_ratings?a=1"])
def test_letter_case_of_a_host_does_not_matter(link: str) -> None:
    assert SatisfactionRatings().following({"links": {"next": link}}, {}, BASE) == {"a": "1"}
    with pytest.raises(ValueError, match="points to another address"):
        SatisfactionRatings().following({"links": {"next": link.replace("api", "API")}}, {}, BASE)


def test_the_older_list_ends_where_the_link_does() -> None:
    api = SatisfactionRatings()
    assert api.following({"links": {"next": None}}, {}, BASE) is None
    assert api.following({}, {}, BASE) is None
    link = f"{BASE}{api.path}?start_time=5&page[after]=c1"
    assert api.following({"links": {"next": link}}, {}, BASE) == {"start_time": "5", "page[after]": "c1"}
    assert api.following({"links": {"next": link}, "meta": {"has_more": False}}, {}, BASE) is None


@pytest.mark.parametrize(
    ("api", "values", "ticket", "rated"),
    [
        (NEW, {"subjects": [{"type": "conversation", "id": "c"}, {"type": "ticket", "id": "99"}]}, "99", False),
        (NEW, {"subjects": [], "answers": [{"type": "rating_scale"}]}, "", True),
        (NEW, {"subjects": "x", "answers": [None, {"type": "skipped"}]}, "", False),
        (NEW, {"subjects": [{"type": "ticket", "id": "9,8"}]}, "", False),
        (OLD, {"ticket_id": 99, "score": "good"}, "99", True),
        (OLD, {"ticket_id": 99, "score": "offered"}, "99", False),
        (OLD, {"ticket_id": None, "score": ["good"]}, "", False),
        (OLD, {"ticket_id": "-5", "score": "unoffered"}, "", False),
    ],
    ids=["beside", "no ticket", "odd", "two in one", "good", "offered", "null", "negative"],
)
def test_which_ticket_and_whether_it_was_rated(api: Either, values: Json, ticket: str, rated: object) -> None:
    (record,) = read(api, [page_of(api, [{"id": 1, **values}], None)])
    assert isinstance(record, Record)
    assert (record.ticket, record.rated) == (ticket, rated)


def test_what_customers_wrote_stays_out_of_a_repr() -> None:
    (record,) = read(OLD, [page_of(OLD, [{"id": 1, "comment": "hush"}], None)])
    assert "hush" not in repr(record)
