"""The wheel in an empty environment: it installs, serves and says what it ships."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from shared import ROOT

pytestmark = pytest.mark.flow

MAX_WHEEL_BYTES = 3_000_000


def uv() -> str:
    """Return uv, beside this Python or on the path; skip without it."""
    found = shutil.which(
        "uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if found is None:
        pytest.skip("needs uv")
    return found


def run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    # The project's own environment must not be the one that is installed into.
    outside = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    return subprocess.run(
        command, cwd=cwd, env=outside, capture_output=True, text=True, check=False, timeout=280
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from it, as `make dist` does."""
    folder = tmp_path_factory.mktemp("dist")
    done = run(uv(), "build", "--out-dir", str(folder), str(ROOT))
    if done.returncode and re.search(r"dns error|connect|network|offline", done.stderr):
        pytest.skip("needs a package index for the build backend")
    assert done.returncode == 0, done.stderr
    return folder


def wheel_in(folder: Path) -> Path:
    (found,) = folder.glob("*.whl")
    return found


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_sdist_builds_the_same_wheel_as_the_tree(dist: Path, tmp_path: Path) -> None:
    """What is reviewed is what is installed."""
    (sdist,) = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (tree,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    for source in (ROOT, tree):
        out = tmp_path / f"from-{source.name}"
        done = run(uv(), "build", "--wheel", "--out-dir", str(out), str(source))
        assert done.returncode == 0, done.stderr
        assert contents(wheel_in(dist)) == contents(wheel_in(out))


def test_the_wheel_is_small_and_holds_its_licences(dist: Path) -> None:
    """Its size is stated in docs/how-to/release.md."""
    wheel = wheel_in(dist)
    assert wheel.stat().st_size < MAX_WHEEL_BYTES
    names = contents(wheel)
    for name in ("LICENSE", "NOTICE", "LICENSES/MIT.txt", "LICENSES/OFL-1.1.txt"):
        assert any(each.endswith(f".dist-info/licenses/{name}") for each in names), name
    assert "tagwire/data/catalogue/NOTICE" in names
    assert not any("test" in name.split("/")[0] for name in names)


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel as a tool into folders of its own; return the command."""
    folder = tmp_path_factory.mktemp("tool")
    places = {"UV_TOOL_DIR": folder / "tools", "UV_TOOL_BIN_DIR": folder / "bin"}
    done = subprocess.run(
        [uv(), "tool", "install", "--python", sys.executable, str(wheel_in(dist))],
        env=os.environ | {name: str(path) for name, path in places.items()},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    if done.returncode and re.search(r"dns error|connect|network|offline", done.stderr):
        pytest.skip("needs a package index for the dependencies")
    assert done.returncode == 0, done.stderr
    return folder / "bin" / "tagwire"


def test_an_installed_tagwire_serves_the_demo(installed: Path, tmp_path: Path) -> None:
    """A tag page with articles, in an environment that has nothing but the wheel."""
    command = [str(installed), "serve", "--demo", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "COLUMNS": "200"},
    )
    try:
        port = port_of(process)
        tags = wait_for(port, "/api/v1/tags", lambda text: '"slug"' in text)
        slug = json.loads(tags)["tags"][0]["slug"]
        page = wait_for(port, f"/tag/{quote(slug)}", lambda text: "<article" in text)
        assert page.count("<article") >= 1
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def port_of(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return int(found[1])
    raise AssertionError("no address was printed")


def wait_for(port: int, path: str, is_met) -> str:
    """Return a page once it is as wished."""
    deadline = time.monotonic() + 90
    text = ""
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path, headers={"Accept": "text/html"})
            text = connection.getresponse().read().decode()
        except OSError:
            text = ""
        if is_met(text):
            return text
        time.sleep(0.5)
    raise AssertionError(text[:500] or "nothing was served")
