"""Plans that are written down, and applied later: exactly, once, and only to what has not changed."""
