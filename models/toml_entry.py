"""One table of a TOML file as it is being read: values by kind, findings in Chinese."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file: where in it, and what, in Chinese."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}：{self.problem}"


class Entry:
    """One table of the file: gives out its values by kind, and remembers which names were asked for."""

    def __init__(self, findings: list[Finding], place: str, raw: Any) -> None:
        self.findings = findings
        self.place = place
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(raw, dict):
            self.wrong("应当是一组设置")

    def wrong(self, problem: str) -> None:
        """Note a finding at this place."""
        self.findings.append(Finding(self.place, problem))

    def get(self, name: str, kind: type | tuple[type, ...], default: Any, needed: bool = False) -> Any:
        """Return a value of a kind; the default where it is missing or wrong."""
        self.asked.add(name)
        if name not in self.raw:
            if needed:
                self.wrong(f"缺少 {name}")
            return default
        value = self.raw[name]
        if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
            self.wrong(f"{name} 的写法不对：{value!r}")
            return default
        return value

    def text(self, name: str, default: str = "", *, needed: bool = False) -> str:
        """Return a text."""
        return str(self.get(name, str, default, needed))

    def number(self, name: str, default: float = 0.0, *, least: float = 0.0, needed: bool = False) -> float:
        """Return a number that is not too small."""
        value = float(self.get(name, (int, float), default, needed))
        if value < least:
            self.wrong(f"{name} 不能小于 {least:g}")
        return value

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the allowed words."""
        value = self.text(name, default)
        if value not in allowed:
            self.wrong(f"{name} 只能是 {'、'.join(allowed)}，现为 {value!r}")
            return default
        return value

    def numbers(self, name: str, count: int) -> tuple[float, ...]:
        """Return exactly so many numbers."""
        value = self.get(name, list, [], needed=True)
        if len(value) != count or not all(isinstance(one, int | float) for one in value):
            self.wrong(f"{name} 应当是 {count} 个数")
            return (0.0,) * count
        return tuple(map(float, value))

    def entries(self, name: str) -> list["Entry"]:
        """Return the tables of a list."""
        found = self.get(name, list, [])
        return [Entry(self.findings, f"{self.place} {name}[{n}]".strip(), raw) for n, raw in enumerate(found, 1)]

    def close(self) -> None:
        """Note every name that nobody asked for."""
        for name in self.raw.keys() - self.asked:
            self.wrong(f"不认识的设置 {name}")
