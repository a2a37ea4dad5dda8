"""What the bot tells about itself inside GitLab."""
