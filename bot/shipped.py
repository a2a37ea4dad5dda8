"""Where the shipped words and settings are: at the top of a source tree, or carried inside an installed package."""

from pathlib import Path


def shipped(folder: str) -> Path:
    """Find `templates` or `config`, whatever the working directory is.

    The source tree comes first: an editable install keeps a copy inside the package that may be stale.
    """
    package = Path(__file__).parent
    beside = package.parent / folder
    return beside if (package.parent / "pyproject.toml").is_file() else package / "data" / folder
