"""The command line: one module per command, what they share (`base`), and their JSON (`output`)."""

__all__ = ["base", "output"]
