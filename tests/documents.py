"""Small Word documents and PDF files for the tests of their readers, written by hand."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def run(text: str, properties: str = "") -> str:
    """A run of text; `properties` is what stands in `w:rPr`."""
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t")]
    return f"<w:r><w:rPr>{properties}</w:rPr>{'<w:tab/>'.join(parts)}</w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of runs; a run without markup is text, `**` at its start makes it bold."""
    made = [
        one if one.startswith("<") else run(one.removeprefix("**"), "<w:b/>" * one.startswith("**")) for one in runs
    ]
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(made)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A table; a cell is text or paragraphs."""
    made = ["".join(f"<w:tc>{one if one.startswith('<w:p') else paragraph(one)}</w:tc>" for one in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def docx(*body: str, parts: Mapping[str, str] | None = None, styles: str = "") -> bytes:
    """A Word document; `parts` are further parts by name, without the declaration of XML."""
    made = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        **{name: text.replace(">", f" {_W}>", 1) for name, text in (parts or {}).items()},
    }
    return zipped({name: text.encode() for name, text in made.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def style(id: str, name: str, kind: str = "paragraph", properties: str = "", based: str = "") -> str:
    """A style; `properties` is what stands in `w:rPr`."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{on}<w:rPr>{properties}</w:rPr></w:style>'
    )


Text = tuple[float, float, str]  # where it begins, from the left and the bottom in points, and what it says


def page(lines: Iterable[str], *, left: float = 72, top: float = 740, leading: float = 14) -> list[Text]:
    """Lines from the top down, as a typewriter sets them: blanks at their start are an indent, empty ones a gap."""
    return [
        (left + 6.6 * (len(line) - len(line.lstrip())), top - leading * at, line.strip())
        for at, line in enumerate(lines)
        if line.strip()
    ]


def pdf(*pages: Sequence[Text], facts: str = "", trailer: str = "", font: str = "Courier", size: float = 11) -> bytes:
    """A PDF file with a text layer, one page for each list of texts (ISO 32000-1, 7.5 and 9.4)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< {facts} >>")
    kids = []
    for texts in pages:
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm ({_escaped(text)}) Tj ET\n" for x, y, text in texts
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}endstream")
        resources = "<< /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {resources} "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects, trailer)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str], trailer: str) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R {trailer} >>\n"
    return data + end.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()
