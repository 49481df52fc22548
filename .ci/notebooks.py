"""Runs notebooks and compares their outputs with the committed ones.

Compared are the text of what a cell shows and what it prints, and the message of an error. Pictures
are not: their pixels depend on the fonts of the machine. Each must be there, though.
"""

import difflib
import pathlib
import re
import sys

import nbformat
from nbclient import NotebookClient

FOLDER = pathlib.Path("notebooks")
TIMEOUT_SECONDS = 300
EXTRA = "// c\nimport java.util.regex.*;"
SNAPSHOT = re.compile(r"snapshot:\d+")


def text(output):
    """What is compared of an output, or None for what isn't."""
    return None if compared(output) is None else SNAPSHOT.sub("snapshot:N", compared(output))


def compared(output):
    kind = output.output_type
    if kind == "stream":
        return output.text if output.name == "stdout" else None
    if kind == "execute_result":
        kinds = ", ".join(sorted(output.data))
        return f"[{kinds}]\n{output.data.get('text/plain', '')}"
    if kind == "error":
        return f"{output.ename}: {output.evalue}"
    return None


def cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(file, extra_cells):
    """Runs a notebook; with a comment and an import after each cell, which may change nothing."""
    notebook = nbformat.read(file, as_version=4)
    if extra_cells:
        notebook.cells = [
            each
            for cell in notebook.cells
            for each in (
                [cell, nbformat.v4.new_code_cell(EXTRA)] if cell.cell_type == "code" else [cell]
            )
        ]
    client = NotebookClient(
        notebook,
        kernel_name="asof",
        allow_errors=True,
        timeout=TIMEOUT_SECONDS,
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
    notebook.cells = [cell for cell in notebook.cells if cell.source != EXTRA]
    return notebook


def differences(file, committed, fresh):
    found = []
    for number, (before, now) in enumerate(zip(cells(committed), cells(fresh)), start=1):
        expected = "\n".join(filter(None, map(text, before.outputs))).splitlines()
        actual = "\n".join(filter(None, map(text, now.outputs))).splitlines()
        if expected != actual:
            found.append(f"{file}, cell {number}:")
            found += difflib.unified_diff(expected, actual, "committed", "now", lineterm="")
    return found + surprises(file, fresh)


def surprises(file, notebook):
    """Errors in cells that don't say that they show one."""
    return [
        f"{file}, cell {number}: {output.evalue}\n" + "\n".join(output.traceback)
        for number, cell in enumerate(cells(notebook), start=1)
        for output in cell.outputs
        if output.output_type == "error" and "raises-exception" not in cell.metadata.get("tags", [])
    ]


def write(file, notebook):
    """Writes a notebook without what differs from run to run."""
    for cell in cells(notebook):
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if key in cell.metadata}
        cell.outputs = [
            output
            for output in cell.outputs
            if output.output_type in ("execute_result", "error") or text(output) is not None
        ]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.metadata = {}
    notebook.metadata = {
        "kernelspec": {"display_name": "AsOf (Java)", "language": "java", "name": "asof"},
        "language_info": {"file_extension": ".java", "mimetype": "text/x-java", "name": "java"},
    }
    nbformat.write(notebook, file)


def main(arguments):
    rewrite = "--write" in arguments
    names = [argument for argument in arguments if argument != "--write"]
    files = [pathlib.Path(name) for name in names] or sorted(FOLDER.glob("*.ipynb"))
    wrong = []
    for file in files:
        committed = nbformat.read(file, as_version=4)
        fresh = run(file, extra_cells=not rewrite)
        if rewrite:
            write(file, fresh)
            wrong += surprises(file, fresh)
            print(f"{file}: written")
            continue
        found = differences(file, committed, fresh)
        print(f"{file}: {'differs' if found else 'as committed'}")
        wrong += found
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong or not files else 0


sys.exit(main(sys.argv[1:]))
