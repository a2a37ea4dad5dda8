"""The way of a request: from bytes to a call, and from an answer back to bytes."""
