"""Every order in which the send can happen, up to a bound: see README.md."""
