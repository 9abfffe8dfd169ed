"""Builds the emulator's fast core once: rp2040py without the limited API, and our compiled loop.

Standard library only. The stock wheel computes the same bits about four times slower.
"""

import os
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path

VERSION = "0.3.6"
HERE = Path(__file__).parent
_SETUP = """
import os, rp2040py
from Cython.Build import cythonize
from setuptools import Extension, setup
include = os.path.dirname(os.path.dirname(rp2040py.__file__))
extension = Extension("galva_fastloop", ["galva_fastloop.pyx"], extra_compile_args=["-O3"])
modules = cythonize([extension], include_path=[include])
setup(name="galva_fastloop", version="1", ext_modules=modules)
"""
_COMPILER = "ziglang==0.17.0"  # a C compiler as a wheel, for machines that have none
_WRAPPER = """#!/bin/sh
# zig's linker spells one option of rp2040py's setup.py otherwise
for arg do
    shift
    case "$arg" in -Wl,-strip-all) arg=-s ;; esac
    set -- "$@" "$arg"
done
PYTHONPATH="{zig}" exec "{python}" -m ziglang cc "$@"
"""
_HEADERS = "import sysconfig; print(sysconfig.get_path('include'))"
_SITE = "import sysconfig; print(sysconfig.get_path('platlib'))"
Say = Callable[[str], None]


def build(venv_python: Path, cache_dir: Path, say: Say) -> bool:
    """Install the fast core into the environment; False, with one line said, when it cannot be.

    What was built is kept in cache_dir for the next clone. GALVA_STOCK_CORE=1 builds nothing.
    """
    if os.environ.get("GALVA_STOCK_CORE"):
        say("fast core: not wanted (GALVA_STOCK_CORE)")
        return False
    if not Path(_answer(venv_python, _HEADERS), "Python.h").exists():
        say("fast core: no Python.h; 4 times the speed with: sudo apt install python3-dev")
        return False
    wheels = cache_dir / f"fastcore-{VERSION}-{_tag(venv_python)}-{_source_digest()}"
    log = cache_dir / "fastcore.log"
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        if not wheels.exists():
            _make(venv_python, wheels, log, say)
        _run(log, venv_python, "-m", "pip", "install", "--no-deps", "--no-index",
             "--force-reinstall", *wheels.glob("*.whl"))  # fmt: skip
        shutil.copy(next(wheels.glob("*.so")), _answer(venv_python, _SITE))
    except (subprocess.CalledProcessError, OSError) as error:
        say(f"fast core: could not be built ({error}); all it said: {log}")
        return False
    return True


def _tag(venv_python: Path) -> str:
    code = "import sys; print('cp%d%d' % sys.version_info[:2])"
    return f"{_answer(venv_python, code)}-{sysconfig.get_platform()}"


def _answer(venv_python: Path, code: str) -> str:
    command = [str(venv_python), "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _source_digest() -> str:
    import hashlib

    source = (HERE / "fastloop.pyx").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(source).hexdigest()[:8]


def _run(
    log: Path, *command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> None:
    with log.open("a") as output:
        subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env=os.environ | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=True,
        )


def _make(python: Path, wheels: Path, log: Path, say: Say) -> None:
    """Build both wheels in a temporary folder beside the cache, then rename."""
    log.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=wheels.parent) as folder:
        work = Path(folder)
        out = work / "wheels"
        env = _compiler(python, work, log, say)
        say("fast core: building rp2040py (once, about a minute)")
        _run(log, python, "-m", "pip", "download", "-q", "--no-deps",
             "--no-binary", "rp2040py", "-d", work, f"rp2040py=={VERSION}", cwd=work)  # fmt: skip
        source = _unpacked(work)
        _free_api(source / "setup.py")
        _run(log, python, "-m", "pip", "wheel", "-q", "--no-deps", "-w", out, source,
             env=env | {"SETUPTOOLS_SCM_PRETEND_VERSION": VERSION})  # fmt: skip
        say("fast core: building the loop")
        site = work / "site"
        _run(log, python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target",
             site, *out.glob("*.whl"))  # fmt: skip
        loop = work / "loop"
        loop.mkdir()
        shutil.copy(HERE / "fastloop.pyx", loop / "galva_fastloop.pyx")
        (loop / "setup.py").write_text(_SETUP)
        command = (python, "setup.py", "build_ext", "--inplace")
        _run(log, *command, cwd=loop, env=env | {"PYTHONPATH": str(site)})
        shutil.copy(next(loop.glob("galva_fastloop.*.so")), out)
        shutil.rmtree(wheels, ignore_errors=True)
        out.rename(wheels)


def _compiler(python: Path, work: Path, log: Path, say: Say) -> dict[str, str]:
    """The environment that names a C compiler: the machine's own, or one out of a wheel."""
    if any(shutil.which(name) for name in ("cc", "gcc", "clang")):
        return {}
    say(f"fast core: no C compiler here, taking {_COMPILER} (100 MB, only for this build)")
    zig = work / "zig"
    _run(log, python, "-m", "pip", "install", "-q", "--no-deps", "--target", zig, _COMPILER)
    wrapper = work / "cc"
    wrapper.write_text(_WRAPPER.format(zig=zig, python=python))
    wrapper.chmod(0o755)
    return {"CC": str(wrapper), "LDSHARED": f"{wrapper} -shared"}


def _unpacked(work: Path) -> Path:
    archive = next(work.glob("rp2040py-*.tar.gz"))
    shutil.unpack_archive(archive, work, filter="data")
    return work / archive.name.removesuffix(".tar.gz")


def _free_api(setup: Path) -> None:
    """The limited API makes every call between the compiled modules a dictionary look-up."""
    text = setup.read_text()
    changed = text.replace("USE_LIMITED_API = (", "USE_LIMITED_API = False and (", 1)
    if changed == text:
        raise OSError("rp2040py's setup.py has no USE_LIMITED_API")
    setup.write_text(changed)
