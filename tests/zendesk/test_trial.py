"""Trying an account: one request beside the login, and none of its surveys."""

import pytest
from zendesk.conftest import MakeClient, source
from zendesk.faults import Fault
from zendesk.standin import StandIn

from bot.intake.zendesk import ZendeskError, try_account

APIS = {"survey_responses": "/guide/survey_responses", "satisfaction_ratings": "/satisfaction_ratings"}


@pytest.mark.parametrize("api", APIS)
def test_it_asks_for_surveys_from_now_on(make_client: MakeClient, standin: StandIn, api: str) -> None:
    standin.account.solve(101)
    standin.account.pass_time(hours=1)
    try_account(make_client(api=api), source(standin, api=api), standin.account.now)
    (asked,) = standin.asked(APIS[api])
    (since,) = (value for name, value in asked.query.items() if "start" in name)
    assert int(since) // (1000 if api == "survey_responses" else 1) == int(standin.account.now.timestamp())


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_says_what_helps(make_client: MakeClient, standin: StandIn, status: int) -> None:
    standin.faults.add(Fault("status", path="guide", status=status, times=None))
    with pytest.raises(ZendeskError, match=f"zendesk: the list of survey responses: .*; .*[(]{status}[)]"):
        try_account(make_client(), source(standin), standin.account.now)


def test_an_answer_without_a_list_is_no_success(
    make_client: MakeClient, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client()
    monkeypatch.setattr(client, "get", lambda *_: {})
    with pytest.raises(ZendeskError, match="there is no list of survey responses in it; check `api`"):
        try_account(client, source(standin), standin.account.now)
