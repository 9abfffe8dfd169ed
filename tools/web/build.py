"""python -m tools.web.build: the page as one file that needs no network, build/web/galva.html."""

import base64
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from galva import VERSION
from tools import ROOT, command, files
from tools.problems import Failed
from tools.web import facts

SOURCE = Path(__file__).parent / "page"
FILE = ROOT / "build" / "web" / "galva.html"
MODULES = ROOT / ".venv" / "node" / "node_modules"
NODE = ROOT / ".venv" / "bin" / "node"


def build(file: Path = FILE) -> Path:
    """Write the page; where it is. Failed: what does not build, as esbuild says it."""
    facts.write()
    script, style = _bundled()
    page = (SOURCE / "index.html").read_text(encoding="utf-8")
    # A script may not end itself, and the hashes must be of the very text between the tags.
    script = script.replace("</script", "<\\/script")
    filled = {
        "SCRIPT": script,
        "STYLE": style,
        "POLICY": policy(script, style),
        "VERSION": VERSION,
    }
    for name, text in filled.items():
        page = page.replace(f"\n      /*{name}*/\n    ", f"/*{name}*/").replace(
            f"/*{name}*/", text
        )
    files.write(file, page)
    return file


def policy(script: str, style: str) -> str:
    """Nothing runs but this script; nothing is reached but a server of this computer."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_sha256(script)}",
            f"style-src {_sha256(style)}",
            "img-src data: blob:",
            "connect-src ws://127.0.0.1:* ws://localhost:*",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _bundled() -> tuple[str, str]:
    """The script and the style of all modules."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            NODE,
            MODULES / "esbuild" / "bin" / "esbuild",
            SOURCE / "main.js",
            SOURCE / "main.css",
        ]
        options = ("--bundle", "--minify", "--charset=utf8", "--format=iife", "--log-level=error")
        done = subprocess.run(
            [*command, *options, f"--outdir={folder}"],
            env={"NODE_PATH": str(MODULES)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Failed(f"the page does not build: {done.stderr.strip()}: mend that file")
        script, style = (Path(folder, f"main.{kind}").read_text("utf-8") for kind in ("js", "css"))
        return script.strip(), style.strip()


def main() -> None:
    """Write the page, say how large it is."""
    print(f"{build()}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(command.run("web", main))
