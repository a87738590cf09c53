"""Pauses of applications, and the check of key and secret."""
