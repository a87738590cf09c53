"""Facts about a vendor stand in its own file, and its look in one block of the style sheet."""

import re

import pytest

from campaigns.domain.message.audience import ANDROID
from campaigns.domain.vendors.harmony import HARMONY
from campaigns.domain.vendors.iphone import IPHONE
from campaigns.domain.vendors.registry import VENDORS, on_platforms
from campaigns.domain.vendors.vendor import Vendor
from tests.programs import ROOT

KNOWS_COLUMNS = {"models/parts.py", "demo/data.py"}
"""The columns themselves, and a demo campaign that fills them."""
LOOKS = (ROOT / "static/campaigns/phones/vendors.css").read_text("utf-8")


@pytest.mark.parametrize("vendor", [*on_platforms({ANDROID}), HARMONY], ids=lambda v: v.kind)
def test_only_its_own_file_names_its_parameters(vendor: Vendor) -> None:
    column = vendor.part.removeprefix("notification.").replace(".", "_")
    names = re.compile(rf"{re.escape(vendor.part)}\b|\b{column}_")
    code = ROOT / "campaigns"
    naming = {
        path.relative_to(code).as_posix()
        for path in code.rglob("*.py")
        if "migrations" not in path.parts and names.search(path.read_text("utf-8"))
    }
    assert naming - KNOWS_COLUMNS == {f"domain/vendors/{vendor.kind}.py"}


def test_each_vendor_has_its_block_and_no_rule_is_for_two() -> None:
    named = [set(re.findall(r"\.phone-(\w+)", rule)) & set(VENDORS) for rule in LOOKS.split("}")]
    assert all(len(kinds) <= 1 for kinds in named)
    order = [kind for kinds in named for kind in kinds]
    blocks = [kind for at, kind in enumerate(order) if order[at - 1 : at] != [kind]]
    assert sorted(blocks) == sorted(set(VENDORS) - {IPHONE.kind})


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
def test_every_number_has_its_source_and_date(vendor: Vendor) -> None:
    image = vendor.image
    facts = [
        vendor.length_limit,
        image,
        *(image.byte_limits if image else ()),
        vendor.message_class,
        vendor.cap,
        vendor.cap_without_channel,
        vendor.night,
    ]
    for fact in facts:
        assert fact is None or (fact.source and fact.as_of.startswith("20"))


@pytest.mark.parametrize("vendor", VENDORS.values(), ids=VENDORS)
def test_byte_limits_are_named_from_the_largest(vendor: Vendor) -> None:
    limits = [limit.bytes for limit in vendor.image.byte_limits] if vendor.image else []
    assert limits == sorted(limits, reverse=True)
