"""Runs every bench_*.py in a process of its own, prints one line per case, writes docs/performance.md.

Run: python -m bench [names…], for example `python -m bench forms`; only a run of all of them writes the document.
"""

import datetime
import importlib
import itertools
import json
import os
import platform
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bench.case import Case

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"
ONE = "--one"

HEAD = """# 速度与内存

由 `make bench` 写成，请勿手改。用时是中位数；“倍数”是我方用时除以参照用时，小于 1 即比参照快；
参照与我方在同一次运行中轮流测量。
峰值是做这件事的进程用到的内存。没有任何测试断言用时。

机器：{machine}
日期：{day}

| 做什么 | 工作量 | 我方 | 参照 | 倍数 | 峰值 |
|---|---|---|---|---|---|
"""


def machine() -> str:
    """Return what the figures depend on, without the machine's name."""
    cpu = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.is_file() and (found := re.search(r"model name\s*: (.+)", facts.read_text(encoding="utf-8"))):
        cpu = found[1]
    return f"{cpu}，{os.cpu_count()} 个核心，{platform.system()}，Python {platform.python_version()}"


def measured(name: str) -> list[Case]:
    """Run one module in a process of its own and return its cases; a module that fails ends the run."""
    command = [sys.executable, "-m", "bench", ONE, name]
    environment = dict(os.environ, PYTHONUTF8="1")
    answer = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    found = []
    for line in answer.stdout.splitlines():
        if line.startswith("{"):
            found.append(Case(**json.loads(line)))
        else:
            print(line, flush=True)
    return found


def measure_one(name: str) -> int:
    """Print the cases of one module as JSON, with the process's peak where a case has none of its own."""
    cases = importlib.import_module(f"bench.{name}").cases()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for case in cases:
        print(replace(case, peak=case.peak or peak).as_json())
    return 0


def milliseconds(seconds: float) -> str:
    """Return a time as a person reads it."""
    return f"{seconds:.2f} 秒" if seconds >= 1 else f"{seconds * 1000:.3g} 毫秒"


def row(case: Case) -> str:
    """Return a case as a row of the document's table."""
    return (
        f"| {case.what} | {case.amount} | {milliseconds(case.ours)} | {case.reference_is} "
        f"{milliseconds(case.reference)} | {case.ratio:.2f} | {case.peak} MB |"
    )


def growth(cases: Iterable[Case]) -> list[str]:
    """Return a sentence for each piece of work that was measured in several sizes."""
    said = []
    for what, group in itertools.groupby(cases, key=lambda case: case.what):
        sized = [(int(found[0].replace(",", "")), one) for one in group if (found := re.match(r"[\d,]+", one.amount))]
        if len({size for size, _ in sized}) < 2:
            continue
        sized.sort(key=lambda pair: pair[0])
        least = sized[0][1].ours
        sizes = " → ".join(one.amount for _, one in sized)
        times = " → ".join(f"{one.ours / least:.1f}" for _, one in sized)
        said.append(f"{what}：{sizes}，用时 {times} 倍")
    return said


def main(arguments: list[str]) -> int:
    """Measure everything, or the modules named."""
    if arguments[:1] == [ONE]:
        return measure_one(arguments[1])
    names = [path.stem for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    wanted = [f"bench_{one.removeprefix('bench_')}" for one in arguments] or names
    if unknown := set(wanted) - set(names):
        print(f"没有 {'、'.join(sorted(unknown))}；有 {'、'.join(names)}", file=sys.stderr)
        return 2
    cases: list[Case] = []
    for name in wanted:
        found = measured(name)
        cases += found
        print(*(row(case).strip("| ").replace(" | ", "　") for case in found), sep="\n", flush=True)
    grown = growth(cases)
    print(*grown, sep="\n")
    if wanted == names:
        head = HEAD.format(machine=machine(), day=datetime.datetime.now(tz=datetime.UTC).date().isoformat())
        lines = [*map(row, cases), "", "## 工作量增长时", "", *(f"- {one}" for one in grown)]
        DOCUMENT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        print(f"已写入 {DOCUMENT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
