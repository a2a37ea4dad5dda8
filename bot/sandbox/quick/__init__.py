"""Quick actions: the lines with a slash in front that GitLab executes instead of keeping them."""
