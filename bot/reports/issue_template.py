"""The issue template for feedback that staff type in: what a customer said outside of the surveys."""

from bot.model.context import Texts
from bot.model.labels import Labels
from bot.model.review.form import Form

NAME = "issue_template"
# By this setup knows a file of its own. It is no mark of the bot's, which would stand in every issue made with it.
ORIGIN = "<!-- Written by the setup of the feedback bot, which replaces it: words of your own go into its template. -->"


def issue_template(labels: Labels, form: Form, texts: Texts, *, confidential: bool) -> str:
    """Write the template: its quick actions give a new issue the label by which the bot finds it and sets a date."""
    names = labels.names
    text = texts.render(
        NAME,
        confidential=confidential,
        needed=names.review.needed,
        done=names.review.done,
        ratings=tuple(names.satisfaction.model_dump().values()),
        contact=names.contact.requested,
        causes=labels.causes,
        lines=[field.line for field in form.fields],
    )
    return f"{text}\n\n{ORIGIN}\n"
