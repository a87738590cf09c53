"""When a campaign may be sent: the provider's quota, the window, and clock times in a time zone."""

__all__ = ["backoff", "clock_times", "quota", "window"]
