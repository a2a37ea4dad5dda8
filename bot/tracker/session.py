"""An HTTP session that asks the environment once, instead of before each request."""

import requests


def session_for(url: str) -> requests.Session:
    """Open a session with the proxies and certificates that the environment names for an address.

    Passwords of a `.netrc` file are left alone: requests would send them beside the token.
    """
    session = requests.Session()
    found = session.merge_environment_settings(url, {}, None, None, None)
    session.proxies, session.verify, session.trust_env = found["proxies"], found["verify"], False
    return session
