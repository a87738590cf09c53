"""Several machines on one database: after a restore none of them sends again, in whatever order
they start; without one each of them sends."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.faults import restores
from tests.faults.cluster import Cluster
from tests.faults.conftest import MakeTemplate
from tests.faults.installation import DISPATCH, ROOT, Installation, Servers, Template
from tests.faults.restores import Backup
from tests.push_server import PushServer

pytestmark = pytest.mark.faults

A_WHILE = 4
"""Seconds in which a campaign that could leave again would leave again."""
ON_SERVER = pytest.mark.database("postgresql")
ON_FILE = pytest.mark.database("sqlite")
IS_FULL = os.environ.get("FAULTS") == "all"

DUMP = pytest.param("dump", marks=ON_SERVER)
FOLDER = pytest.param("folder", marks=ON_SERVER)
IN_PLACE = pytest.param("in_place", marks=ON_FILE)
ALL = [DUMP, FOLDER, IN_PLACE, pytest.param("another_file", marks=ON_FILE)]
"""Names in `restores`."""
LIKELIEST = ALL if IS_FULL else [FOLDER, IN_PLACE]
"""Where the tables' identifiers do not tell."""


@dataclass(frozen=True)
class Site:
    """Machine `a`, the provider, and the backup."""

    a: Installation
    server: PushServer
    backup: Backup

    def posts(self) -> int:
        return len(self.server.requests)

    def make_due(self) -> None:
        self.a.change("UPDATE campaigns_campaign SET next_try_at = '2026-01-01 00:00:00'")

    def make_wait(self) -> None:
        self.a.change("UPDATE campaigns_campaign SET next_try_at = '2099-01-01 00:00:00'")

    def send_all(self, *hosts: Installation) -> None:
        """By these machines together, all three."""
        with ExitStack() as stack:
            for host in hosts:
                stack.enter_context(host.running(DISPATCH))
            self.a.wait_for(lambda it: it.statuses() == ["sent"] * 3)
        assert self.posts() == 3

    def assert_nothing_leaves(self, *hosts: Installation) -> None:
        """From any of these machines, started in this order."""
        for host in hosts:
            (host.folder / "log").unlink(missing_ok=True)
        with ExitStack() as stack:
            for host in hosts:
                stack.enter_context(host.running(DISPATCH))
                host.wait_for(lambda it: "Nothing is sent from here" in it.log())
                time.sleep(1)
            time.sleep(A_WHILE)
        assert self.posts() == 3
        assert self.a.statuses() == ["approved"] * 3


def work(*hosts: Installation) -> None:
    """Run these machines together until each may send and has noted it, and stop them."""
    with ExitStack() as stack:
        for host in hosts:
            stack.enter_context(host.running(DISPATCH))
        hosts[0].wait_for(lambda it: count_at_work(it) >= len(hosts))
        for host in hosts:
            host.wait_for(has_noted_its_mark)


def has_noted_its_mark(host: Installation) -> bool:
    """The note comes after the row: killed in between, it is a new machine when it starts again."""
    notes = host.folder / "sent.machine.json"
    return notes.exists() and bool(json.loads(notes.read_text())["mark"])


def work_without_sending(site: Site, *hosts: Installation) -> None:
    """Machine `a` and these; nothing is due until they are stopped."""
    site.make_wait()
    work(site.a, *hosts)
    site.make_due()


def count_at_work(installation: Installation) -> int:
    """Machines that were at work within the last seconds, by the database's clock."""
    since = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-12 seconds')"
    if installation.database_url:
        since = "now() - interval '12 seconds'"
    question = f"SELECT count(*) FROM campaigns_machine WHERE worked > {since}"  # noqa: S608 (our own)
    [(count,)] = installation.rows(question)
    return int(count)


def let_night_pass(*hosts: Installation) -> None:
    """Each was at work an hour longer ago."""
    for host in hosts:
        key = json.loads((host.folder / "sent.machine.json").read_text())["machine"]
        earlier = "strftime('%Y-%m-%d %H:%M:%f', worked, '-1 hour')"
        if host.database_url:
            earlier = "worked - interval '1 hour'"
        host.change(f"UPDATE campaigns_machine SET worked = {earlier} WHERE key = '{key}'")  # noqa: S608 (our own)


def adopt(host: Installation) -> None:
    subprocess.run(
        [sys.executable, *DISPATCH, "--adopt"],
        cwd=ROOT,
        env=host.environment,
        capture_output=True,
        check=True,
    )


@pytest.fixture(scope="module")
def cluster(servers: Servers | None) -> Iterator[Cluster | None]:
    if servers is None:
        yield None
        return
    with Cluster() as running:
        yield running


@pytest.fixture(scope="module")
def three(
    cluster: Cluster | None, tmp_path_factory: pytest.TempPathFactory, make_template: MakeTemplate
) -> Template:
    """With three campaigns, due."""
    if cluster is None:
        return make_template(3)
    servers = Servers(cluster.base_url, "redis://127.0.0.1:1")
    return Template(tmp_path_factory.mktemp("hosts"), servers, 3)


MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(three: Template, cluster: Cluster | None) -> Iterator[MakeSite]:
    with PushServer() as server:

        def make(way: str = "") -> Site:
            way = way or ("dump" if cluster else "in_place")
            a = three.copy(server.url)
            a.change("UPDATE campaigns_application SET per_hour = 9, per_day = 9")
            if cluster is not None:  # another test may have put its folder back since the migration
                a.change(
                    "UPDATE campaigns_installation SET folder_since ="
                    " (SELECT extract(epoch FROM change) FROM pg_stat_file('PG_VERSION'))"
                )
            put_back = getattr(restores, way)
            backup = put_back(a) if cluster is None else put_back(cluster, a)
            return Site(a, server, backup)

        yield make


@pytest.mark.parametrize("way", ALL if IS_FULL else [DUMP, FOLDER, IN_PLACE])
def test_fresh_host_does_not_send_again(make_site: MakeSite, way: str) -> None:
    """The backup is of before any machine was at work; on SQLite nothing then tells."""
    site = make_site(way)
    if not site.a.database_url:
        work_without_sending(site)
    site.backup.save()
    site.send_all(site.a)
    site.backup.restore()
    b = site.a.host("b")
    site.assert_nothing_leaves(b, site.a)
    if IS_FULL:
        site.assert_nothing_leaves(site.a, b)


@pytest.mark.parametrize("way", ALL if IS_FULL else [FOLDER])
def test_old_host_does_not_send_again(make_site: MakeSite, way: str) -> None:
    """It was at work long before the backup, and slept since."""
    site = make_site(way)
    old = site.a.host("old")
    work_without_sending(site, old)
    let_night_pass(old)
    site.backup.save()
    site.send_all(site.a)
    site.backup.restore()
    site.assert_nothing_leaves(old, site.a)
    if IS_FULL:
        site.assert_nothing_leaves(site.a, old)
        site.assert_nothing_leaves(site.a.host("new"), old, site.a)


@pytest.mark.parametrize("way", LIKELIEST)
def test_host_that_stopped_with_the_other_does_not_send_again(
    make_site: MakeSite, way: str
) -> None:
    """Both were at work just before the backup: the state of each is that of the database."""
    site = make_site(way)
    b = site.a.host("b")
    work_without_sending(site, b)
    site.backup.save()
    site.send_all(site.a, b)
    site.backup.restore()
    site.assert_nothing_leaves(b)
    if IS_FULL:
        site.assert_nothing_leaves(site.a, b)
        site.assert_nothing_leaves(site.a.host("new"), b, site.a)


@pytest.mark.parametrize("way", ALL if IS_FULL else [FOLDER])
def test_copied_folder_of_before_does_not_send_again(make_site: MakeSite, way: str) -> None:
    site = make_site(way)
    copy = site.a.host("copy")
    work_without_sending(site)
    for file in site.a.folder.glob("sent.*"):
        shutil.copy(file, copy.folder)
    site.backup.save()
    site.send_all(site.a)
    site.backup.restore()
    site.assert_nothing_leaves(copy)


@pytest.mark.parametrize("way", ALL if IS_FULL else [DUMP])
def test_after_an_adoption_the_others_join(make_site: MakeSite, way: str) -> None:
    site = make_site(way)
    work_without_sending(site)
    site.backup.save()
    site.send_all(site.a)
    site.backup.restore()
    b = site.a.host("b")
    site.assert_nothing_leaves(b)
    adopt(site.a)
    assert site.a.statuses() == ["draft"] * 3
    work(site.a, b)


def test_second_host_joins_and_sends(make_site: MakeSite) -> None:
    site = make_site()
    b = site.a.host("b")
    site.make_wait()
    with b.running(DISPATCH):
        with site.a.running(DISPATCH):
            b.wait_for(lambda it: count_at_work(it) == 2)
        site.make_due()
        b.wait_for(lambda it: it.statuses() == ["sent"] * 3)
    assert site.posts() == 3


def test_host_alone_sends_after_a_night(make_site: MakeSite) -> None:
    site = make_site()
    work_without_sending(site)
    let_night_pass(site.a)
    site.send_all(site.a)


def test_hosts_that_stopped_together_wait_for_each_other(make_site: MakeSite) -> None:
    site = make_site()
    b = site.a.host("b")
    work_without_sending(site, b)
    let_night_pass(site.a, b)
    (site.a.folder / "log").unlink()
    with site.a.running(DISPATCH):
        site.a.wait_for(lambda it: "at work when this machine was last" in it.log())
        time.sleep(A_WHILE)
        assert site.posts() == 0
        with b.running(DISPATCH):
            site.a.wait_for(lambda it: it.statuses() == ["sent"] * 3)
    assert site.posts() == 3
