"""Checks of what is here: the policy, the templates, the environment."""

from urllib.parse import urlsplit

from bot.doctor.findings import NO_POLICY, Findings
from bot.doctor.verdict import Finding, look, ok, unknown, wrong
from bot.rules.ask_missing import AskMissing
from bot.rules.chase_contact import ChaseContact
from bot.rules.nag_unanswered import NagUnanswered
from bot.settings import ALL_OFF, SWITCH_ON

_REMINDING = (NagUnanswered, AskMissing, ChaseContact)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def policy(findings: Findings) -> Finding:
    """See whether the policy and the label catalogue can be used."""
    configuration = findings.configuration
    if configuration.policy is None:
        return wrong(
            "\n".join(configuration.policy_problems),
            "correct each line that is named; config/feedback-bot.yml and docs/configuration.md explain the keys",
        )
    on = configuration.policy.policy.rules.switched_on()
    if not on:
        return wrong(ALL_OFF, SWITCH_ON)
    words = f"valid: rules switched on: {len(on)}, sources of surveys: {len(configuration.policy.sources)}"
    if silent := [rule.name for rule in on if isinstance(rule, _REMINDING) and not rule.fallback]:
        words += f"; while nobody is assigned, these mention nobody (rules: {silent[0]}: fallback): {', '.join(silent)}"
    return ok(words)


def templates(findings: Findings) -> Finding:
    """See whether every text of the bot's can be said."""
    if findings.template_problems is None:
        return unknown(NO_POLICY)
    if findings.template_problems:
        return wrong(
            "\n".join(findings.template_problems),
            "correct the template, or take your own out of the folder that `templates` names: the shipped one is used "
            "then",
        )
    return ok("every text can be said")


def environment(findings: Findings) -> Finding:
    """See whether the environment says where GitLab is, which project, and with which token."""
    configuration = findings.configuration
    if configuration.environment_problems:
        return wrong(
            "\n".join(configuration.environment_problems),
            "set these as CI/CD variables of the pipeline's project, or export them (README, “Connect it”)",
        )
    if findings.strangers:
        return look(
            "\n".join(findings.strangers), "take the variable away, or correct its name if it was meant to be one"
        )
    where = urlsplit(findings.url)
    if where.scheme.lower() == "http" and where.hostname not in _LOOPBACK:
        return look(
            f"{findings.url} has no https: whoever is on the way can read the token",
            "set FEEDBACK_BOT_URL to the address with https",
        )
    return ok(f"{findings.url}, project {configuration.project or 'of the policy'}, with a token")
