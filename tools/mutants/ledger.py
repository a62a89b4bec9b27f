"""The ledger of a long run: a line for each slice, and beside it the input of each kind of fault."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from mutants import ROOT, made


class Ledger:
    """What was done; kept in a folder, so that it can be gone on with."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "ledger.jsonl"
        self._found = folder / "found"
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        self._slices: list[dict[str, Any]] = [json.loads(line) for line in lines]

    def next(self, kind: str, seed: int) -> int:
        """The first number of a seed that was not done."""
        return max((done["to"] for done in self._slices if (done["kind"], done["seed"]) == (kind, seed)), default=0)

    def add(
        self,
        kind: str,
        seed: int,
        start: int,
        end: int,
        counts: dict[str, int],
        broken: list[tuple[int, str, str]],
        **more: Any,
    ) -> None:
        """A slice that was done. Of each kind of fault the first input is kept."""
        line = {"kind": kind, "seed": seed, "from": start, "to": end, **more, "counts": counts, "broken": broken}
        self._slices.append(line)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        for number, what, said in broken:
            self._keep(kind, seed, number, what, said)

    def open_faults(self) -> bool:
        """Whether anything in the ledger did not hold."""
        return any(done["broken"] for done in self._slices)

    def sums(self) -> dict[str, Any]:
        """What is in the ledger, by kind: how many of which seeds, at which commits, and what came of them."""
        kinds = sorted({done["kind"] for done in self._slices}, reverse=True)
        return {kind: self._sum([done for done in self._slices if done["kind"] == kind]) for kind in kinds}

    def _sum(self, slices: list[dict[str, Any]]) -> dict[str, Any]:
        counts = sum((Counter(done["counts"]) for done in slices), Counter[str]())
        broken = Counter(what for done in slices for _, what, _ in done["broken"])
        commits = Counter[str]()
        for done in slices:
            commits[done["commit"]] += done["to"] - done["from"]
        return {
            "inputs": sum(commits.values()),
            "seeds": sorted({done["seed"] for done in slices}),
            "commits": commits,
            "hours": round(sum(done["seconds"] for done in slices) / 3600, 2),
            "most_mb": max((done["mb"] for done in slices), default=0),
            "outcomes": dict(counts.most_common()),
            "broken": dict(broken.most_common()),
        }

    def _keep(self, kind: str, seed: int, number: int, what: str, said: str) -> None:
        name = f"{kind}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
        told = self._found / f"{name}.txt"
        if told.exists():
            return
        self._found.mkdir(exist_ok=True)
        told.write_text(f"{kind} {seed} {number}\n{what}\n{said}\n", encoding="utf-8")
        (self._found / f"{name}.bin").write_bytes(_bytes_of(kind, seed, number))


def _bytes_of(kind: str, seed: int, number: int) -> bytes:
    if kind == "container":
        return made.container(seed, number).data
    page = made.page(seed, number).page
    return page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")


def commit() -> str:
    """The last commit that changed what is tested, with a + where it was changed since."""

    def git(*args: str) -> str:
        done = subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    return (git("log", "-1", "--format=%h", "--", "src") or "?") + ("+" if git("status", "--porcelain", "src") else "")
