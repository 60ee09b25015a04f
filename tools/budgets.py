"""Check the size budgets of the code: lines per function and per file.

Usage: budgets.py FOLDER…   Exit 1 and a line for each break of a hard limit.
Complexity, statements and parameters are checked by ruff (see pyproject.toml).
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

MAX_FUNCTION_LINES = 60  # above that a comment `# long: why` on the def line says why
NEVER_FUNCTION_LINES = 100
MAX_FILE_LINES = 600
EXEMPT_FILES = {"migrations.py"}


def breaks_of(path: Path) -> list[str]:
    """Return one line for each budget that the file breaks."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    found = []
    is_table = path.name in EXEMPT_FILES or "_table" in path.stem or "tables" in path.parts
    if len(lines) > MAX_FILE_LINES and not is_table:
        found.append(f"{path}: {len(lines)} lines, at most {MAX_FILE_LINES}")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = function_lines(node)
            excused = "# long:" in lines[node.lineno - 1]
            if size > (NEVER_FUNCTION_LINES if excused else MAX_FUNCTION_LINES):
                found.append(f"{path}:{node.lineno} {node.name}: {size} lines")
    return found


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def main(folders: list[str]) -> int:
    """Print all breaks of the budgets; return 1 when there are any."""
    files = [path for folder in folders for path in sorted(Path(folder).rglob("*.py"))]
    found = [line for path in files for line in breaks_of(path)]
    print("\n".join(found) if found else f"budgets kept in {len(files)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
