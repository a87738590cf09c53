"""What the sandbox stores: app keys, their users and phones, and every call."""

from .app import Fault, HourReading, SandboxApp
from .log import Call, CallKind, Delivery
from .registry import Device, SandboxUser

__all__ = [
    "Call",
    "CallKind",
    "Delivery",
    "Device",
    "Fault",
    "HourReading",
    "SandboxApp",
    "SandboxUser",
]
