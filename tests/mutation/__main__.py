"""`python -m tests.mutation [module ...]`: change the domain in one place at a time; does a test
notice? What no test notices fails, unless the README says why it changes nothing."""

import contextlib
import multiprocessing
import os
import resource
import sys
import time
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import hypothesis.strategies  # noqa: F401 (once here, so that no fork has to)
import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.mutation.mutants import Mutant, mutants

README = Path(__file__).with_name("README.md").read_text()
MODULES = {
    "provider.outcome": ["provider/test_outcome"],
    "scheduling.quota": [f"scheduling/test_{name}" for name in ("quota", "quota_clocks", "window")],
    "scheduling.window": ["scheduling/test_window", "scheduling/test_quota"],
    "workflow": ["test_workflow"],
}
"""Module of campaigns/domain -> the files of tests/domain that must notice a change in it."""
SECONDS = 10
"""Of the processor, for one mutant; the tests need one. What takes longer never ends: killed."""
PYTEST = ["-q", "-x", "-W", "error", "-c", os.devnull, "--rootdir=.", "--noconftest"]
PYTEST += ["-p", "no:cacheprovider"]
REPEATABLE = settings(
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Instead(MetaPathFinder, Loader):
    """Imports `source` in place of the module."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.source, vars(module))  # noqa: S102 (ours, changed in one place)


def is_killed(job: tuple[str, str]) -> bool:
    """In a process of its own, by pytest's answer or a death."""
    if (child := os.fork()) == 0:
        os._exit(_test(*job))
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    if code > pytest.ExitCode.INTERRUPTED:
        raise RuntimeError(f"pytest could not be run: {code}")
    return code != pytest.ExitCode.OK


def _test(module: str, source: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    settings.register_profile("mutation", REPEATABLE)
    settings.load_profile("mutation")
    sys.meta_path.insert(0, Instead(f"campaigns.domain.{module}", source))
    files = [f"tests/domain/{name}.py" for name in MODULES[module]]
    with open(os.devnull, "w") as quiet, contextlib.redirect_stdout(quiet):
        return pytest.main([*PYTEST, *files])


def main(modules: list[str]) -> int:
    unexplained = 0
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for module in modules:
            source = Path("campaigns", "domain", *module.split(".")).with_suffix(".py").read_text()
            if is_killed((module, source)):
                raise SystemExit(f"The tests of {module} fail as it stands: mend that first.")
            found = list(mutants(source))
            killed = pool.map(is_killed, [(module, one.source) for one in found], chunksize=1)
            survivors = [one for one, is_dead in zip(found, killed, strict=True) if not is_dead]
            print(f"{module}: {sum(killed)} of {len(found)} killed", flush=True)
            unexplained += sum(_say(module, one) for one in survivors)
    return int(bool(unexplained))


def _say(module: str, survivor: Mutant) -> bool:
    """Is it one that the README does not explain?"""
    is_new = f"| {module} | `{survivor.before}` | `{survivor.after}` |" not in README
    print(f"  {'NEW ' if is_new else ''}{survivor.before}\n    → {survivor.after}")
    return is_new


if __name__ == "__main__":
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "TZ": "UTC"}
    time.tzset()
    raise SystemExit(main(sys.argv[1:] or list(MODULES)))
