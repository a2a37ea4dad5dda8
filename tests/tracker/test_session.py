"""What the environment says about proxies and certificates counts; what it says about passwords does not."""

from pathlib import Path

import pytest
from tracker.conftest import VirtualWaiting

from bot.sandbox import Sandbox
from bot.tracker import Client, Reader
from bot.tracker.session import session_for

ADDRESS = "https://gitlab.example.com"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC")


@pytest.fixture(autouse=True)
def nothing_special(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_without_anything_special_certificates_are_checked() -> None:
    session = session_for(ADDRESS)
    assert session.verify is True
    assert session.proxies == {}


def test_a_proxy_is_used_unless_the_host_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    assert session_for(ADDRESS).proxies["https"] == "http://proxy.example.com:3128"
    monkeypatch.setenv("NO_PROXY", "example.com")
    assert session_for(ADDRESS).proxies == {}


def test_certificates_of_ones_own_are_used_for_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/ours.pem")
    client = Client(url=ADDRESS, token="t", project="p", waiting=VirtualWaiting())
    assert client._gitlab.ssl_verify == "/etc/ours.pem"


def test_the_token_alone_says_who_we_are(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login mia password secret")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client = Client(url=sandbox.url, token=sandbox.bot_token, project=sandbox.project, waiting=VirtualWaiting())
    sent: list[object] = []
    client._gitlab.session.hooks["response"].append(lambda answer, **_: sent.append(answer.request.headers))
    assert Reader(client).me().username == "feedback-bot"
    assert "Authorization" not in sent[0]  # type: ignore[operator]  # headers
