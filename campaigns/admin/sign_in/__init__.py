"""Signing in: the password form, the code, recovery codes and the own password."""

__all__ = ["forms", "password", "signed_out", "urls"]
