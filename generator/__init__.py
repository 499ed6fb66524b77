"""OnRecord: annotated transcripts as a citable, searchable static site."""

__version__ = "0.1.0"
