"""Execution: a notebook runs from top to bottom, and only what every run repeats is kept."""

import copy
import os
import re
import sys
import tempfile
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from tools.editions import EditionError

SECONDS_PER_CELL = 120  # the limit that nbval is given, too
UNCOMPARED = "nbval-ignore-output"
INLINE = "module://matplotlib_inline.backend_inline"  # figures are outputs, whatever the shell says
WIDGET = "application/vnd.jupyter.widget-view+json"
# Memory addresses and the ids of widgets differ in every run.
VOLATILE = re.compile(r"\bat 0x[0-9a-fA-F]+|IPY_MODEL_|\b[0-9a-f]{32}\b")


class OwnKernel(AsyncKernelManager):
    """Starts the Python that runs this program, whatever kernels a home folder may hold."""

    def __init__(self, **options):
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **options)


def execute(source, notebook, on_cell=None):
    """Return a copy of the notebook with the outputs of a fresh kernel.

    The kernel works in the folder where learners open the notebook.

    Args:
        source: the Source that the notebook is made of.
        notebook: its full edition; stays as it is.
        on_cell: called without arguments after each code cell.

    Raises:
        EditionError: if a cell fails, or leaves an output that an edition can't hold.
    """
    executed = copy.deepcopy(notebook)
    _run(source, executed, on_cell)
    executed.metadata = copy.deepcopy(
        notebook.metadata
    )  # a run adds the version of Python and the state of widgets
    for number, cell in enumerate(executed.cells, start=1):
        if cell.cell_type == "code":
            try:
                cell.outputs = _lasting_outputs(cell, source.root)
            except ValueError as error:
                raise EditionError(f"{source}, cell {number}: {error}") from error
    return executed


def _run(source, notebook, on_cell):
    """Fill the notebook's outputs in place."""
    started = []

    def note_start(cell, cell_index):
        started.append(cell_index + 1)

    def note_end(cell, cell_index, execute_reply):
        if on_cell:
            on_cell()

    client = NotebookClient(
        notebook,
        kernel_manager_class=OwnKernel,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=True,  # captured output can't be followed without it; nothing of it is written
        extra_arguments=["--log-level=CRITICAL"],  # a kernel on loopback warns of eavesdroppers at each start
        resources={"metadata": {"path": str(source.learner.parent)}},
        on_cell_start=note_start,
        on_cell_executed=note_end,
    )
    try:
        with tempfile.TemporaryDirectory() as empty_profile:  # nobody's start-up files take part
            client.execute(env={**os.environ, "IPYTHONDIR": empty_profile, "MPLBACKEND": INLINE})
    except CellExecutionError as error:
        fault = f"{error.ename}: {_first_line(error.evalue)}"
    except CellTimeoutError:
        fault = f"took longer than {SECONDS_PER_CELL} s"
    except DeadKernelError:
        fault = "the kernel died; is there enough memory?"
    else:
        return
    raise EditionError(f"{source}, cell {started[-1]}: {fault}")


def _lasting_outputs(cell, root):
    """Return the cell's outputs without what differs from run to run.

    A cell tagged `nbval-ignore-output` loses such outputs in silence; any other cell may not have them.

    Raises:
        ValueError: if an output is refused, with what to do about it.
    """
    uncompared = UNCOMPARED in cell.metadata.get("tags", [])
    kept = []
    for output in cell.outputs:
        if output.output_type == "error":
            output.traceback = []  # it names files of this machine; nbval compares the name and the message
            texts = {"evalue": output.evalue}
        elif output.output_type == "stream":
            texts = {"text": output.text}
            if output.name == "stderr":
                if not uncompared:
                    raise ValueError(
                        f"writes to stderr: {_first_line(output.text)!r}; mend what it warns of, "
                        f"or tag the cell {UNCOMPARED!r}"
                    )
                continue
        else:
            if WIDGET in output.data:
                if not uncompared:
                    raise ValueError(
                        f"shows a widget; tag the cell {UNCOMPARED!r} and print its numbers in another cell"
                    )
                continue  # what stands in for a widget in text (an empty slider, a bar at 0%) says nothing
            texts = {kind: text for kind, text in output.data.items() if kind.startswith("text/")}
        _refuse_paths(texts, root)
        for kind, text in texts.items():
            if found := VOLATILE.search(text):
                if not uncompared:
                    raise ValueError(
                        f"the output holds {found[0]!r}, which differs in every run; "
                        "give the value a name (`_ = ...`) or print what matters"
                    )
                if output.output_type in ("display_data", "execute_result"):
                    del output.data[kind]
        if output.get("data", True):
            kept.append(output)
    return kept


def _refuse_paths(texts, root):
    """Refuse outputs that name a folder of the machine they were made on."""
    folders = {Path(folder).absolute() for folder in (root, Path.home(), sys.prefix, tempfile.gettempdir())}
    for folder in map(str, folders - {Path("/")}):
        for text in texts.values():
            if re.search(rf"(?<![\w.]){re.escape(folder)}\b", text):
                raise ValueError(f"the output names {folder!r}, a folder of this machine; print a relative path")


def _first_line(text):
    return text.strip().partition("\n")[0]
