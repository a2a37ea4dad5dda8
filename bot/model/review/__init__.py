"""The review that managers fill in: its form, how a comment is read, and how far it has come."""
