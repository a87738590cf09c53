"""What the stand-in keeps: app keys, the people and phones behind them, and every call."""

from .app import Fault, HourReading, SandboxApp
from .log import Call, Delivery
from .registry import Device, SandboxUser

__all__ = ["Call", "Delivery", "Device", "Fault", "HourReading", "SandboxApp", "SandboxUser"]
