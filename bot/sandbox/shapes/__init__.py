"""The JSON shapes of GitLab's answers, key for key in the order in which gitlab.com sends them."""
