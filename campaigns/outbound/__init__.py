"""GET requests to addresses that people typed, with a guard against private networks (SSRF)."""

__all__ = ["fetch", "public_hosts"]
