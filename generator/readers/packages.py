"""Zip packages of office programs (ECMA-376 part 2), opened with limits; XML in them is parsed hardened."""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_MOST_PARTS = 5_000
_MOST_BYTES = 150_000_000  # of one part, unpacked
_MOST_TIMES = 250  # as large as packed, where that is much at all
_SMALL = 5_000_000


class RefusedError(Exception):
    """A package that is not to be unpacked; its text says why."""


class Package:
    """The parts of a package by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise ValueError("it is cut off or damaged") from error
        self._names = {info.filename: info for info in self._zip.infolist()}
        if len(self._names) > _MOST_PARTS:
            raise RefusedError(f"it has {len(self._names)} parts")

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none. ValueError: it is damaged; RefusedError: it is too large."""
        info = self._names.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise ValueError("it is locked with a password")
        try:
            with self._zip.open(info) as file:
                found = file.read(_MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ValueError("it is cut off or damaged") from error
        if len(found) > _MOST_BYTES or len(found) > max(_SMALL, _MOST_TIMES * max(info.compress_size, 1)):
            raise RefusedError(f"{name} unpacks to more than {len(found) // 1_000_000} MB")
        return found

    def xml(self, name: str) -> Any:
        """The root element of a part in XML; None where there is no such part."""
        data = self.part(name)
        if data is None:
            return None
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise RefusedError("its XML declares entities")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise ValueError("its text is not valid XML") from error


def kind_of(data: bytes) -> str | None:
    """What a zip file holds: docx, odt, pages, xlsx, pptx, epub; None where it is not to be told."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()[:_MOST_PARTS]
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return None
    told = set(names)
    if "mimetype" in told:
        return "epub" if "META-INF/container.xml" in told else "odt"
    for start, kind in (
        ("word/", "docx"),
        ("xl/", "xlsx"),
        ("ppt/", "pptx"),
        ("Index/", "pages"),
        ("index.xml", "pages"),
    ):
        if any(name.startswith(start) for name in names):
            return kind
    return "pages" if "Index.zip" in told else None
