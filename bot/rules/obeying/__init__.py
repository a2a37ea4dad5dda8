"""How commands in comments are obeyed: who may, what each command changes, what is answered. Pure."""
