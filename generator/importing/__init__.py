"""The work of `onrecord import`: files of any known format → native files in the archive, never over another file."""

from generator.importing.files import Input, inputs
from generator.importing.merging import Merged, NoteImport
from generator.importing.metadata import Table, read_table
from generator.importing.reporting import Report
from generator.importing.work import Imported, Run, preview

__all__ = ["Imported", "Input", "Merged", "NoteImport", "Report", "Run", "Table", "inputs", "preview", "read_table"]
