"""RongCloud as documented: data centres, limits, the signature, and what an answer proves."""

__all__ = ["data_centres", "failure", "hosts", "key_check", "limits", "outcome", "signature"]
