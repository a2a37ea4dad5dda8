"""How the bytes of a text file become characters."""

import codecs
from io import TextIOWrapper
from typing import BinaryIO

UTF8 = "utf-8"
_CHUNK = 65_536
# UTF-32 goes first: its mark begins with that of UTF-16. The codecs without an order take the mark away themselves.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
_TWO_CHARACTERS = "äあ".encode()


def marked(stream: BinaryIO) -> str | None:
    """Tell which encoding the byte-order mark of a file names, if it begins with one."""
    stream.seek(0)
    start = stream.read(4)
    stream.seek(0)
    return next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)


def decoded(stream: BinaryIO, encoding: str) -> TextIOWrapper:
    """Read a file from its start as text; what is not in the encoding becomes a surrogate, and reading goes on."""
    stream.seek(0)
    return TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")


def is_whole(text: str) -> bool:
    """Tell whether a text was entirely in its encoding."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def is_rather_utf8(stream: BinaryIO, encoding: str) -> bool:
    """Tell whether a file that is said to be in an encoding of single bytes is in UTF-8.

    Text of a one-byte encoding that goes beyond ASCII is as good as never valid UTF-8, but UTF-8 is nearly always valid
    in it: every umlaut would become two wrong characters.
    """
    if len(_TWO_CHARACTERS.decode(encoding, errors="replace")) != len(_TWO_CHARACTERS):
        return False
    stream.seek(0)
    decoder, beyond_ascii = codecs.getincrementaldecoder(UTF8)(), False
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
            beyond_ascii = beyond_ascii or not chunk.isascii()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return beyond_ascii
