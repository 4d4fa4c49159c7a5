"""What the benchmarks share: the program, the machine, and a table that keeps the last result."""
import datetime
import json
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(os.environ.get("KAIYUAN", ROOT / ".build" / "release" / "kaiyuan"))
DATA = ROOT.parent / "shared" / "data"


def kaiyuan(*arguments, home=None, **options):
    environment = dict(os.environ, NO_COLOR="1", **({"KAIYUAN_HOME": str(home)} if home else {}))
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, env=environment,
                          check=True, **options)


def kaiyuan_json(*arguments, **options):
    return json.loads(kaiyuan(*arguments, "--json", **options).stdout)


def machine():
    """One line that names processor, cores, day and program."""
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")),
                 platform.processor()) if os.path.exists("/proc/cpuinfo") else platform.processor()
    version = kaiyuan("--version").stdout.strip()
    return f"{model}, {os.cpu_count()} cores; {datetime.date.today()}; kaiyuan {version}"


def keep(name, title, header, rows, notes=""):
    """Prints the table and writes it to NAME.md beside the benchmark."""
    lines = [f"# {title}", "", f"`Benchmarks/{name}` on {machine()}.", "", "| " + " | ".join(header) + " |",
             "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    text = "\n".join(lines) + "\n" + (f"\n{notes}\n" if notes else "")
    (Path(__file__).parent / f"{name}.md").write_text(text)
    print(text)
