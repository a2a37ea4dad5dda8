"""`feedback-bot demo`: it has no option; the work is in `play.py`."""


def demo() -> None:
    """Show the main job on an embedded GitLab: forty surveys, a small team, ten days. Nothing is left behind."""
    from bot.cli.demo.play import play  # noqa: PLC0415 - help and version are not to wait for a web server

    play()
