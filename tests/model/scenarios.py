"""What the right protocol is explored with. Each bound multiplies the number of states."""

from tests.model.steps import Bounds

SHORT = {
    "two senders": Bounds(workers=2, deliveries=2, faults=0, moves=0),
    "a fault and a redelivery": Bounds(workers=1, deliveries=2, faults=1, moves=0),
    "a person decides": Bounds(workers=1, deliveries=1, faults=1, moves=1),
    "two campaigns, one free slot": Bounds(
        campaigns=2, per_hour=1, workers=1, deliveries=2, faults=1, moves=0
    ),
}
FULL = {
    "two senders": Bounds(workers=2, deliveries=2, faults=1, moves=0),
    "a fault and a redelivery": Bounds(workers=1, deliveries=3, faults=2, moves=0),
    "a person decides": Bounds(workers=1, deliveries=2, faults=2, moves=3),
    "two campaigns, one free slot": Bounds(
        campaigns=2, per_hour=1, workers=2, deliveries=2, faults=1, moves=0
    ),
}
