"""Date and title from the names of files."""

import pytest

from generator.importing.naming import from_name, slug
from generator.model import Meta


@pytest.mark.parametrize(
    ("name", "date", "title"),
    [
        ("2031-05-06 Harbour levy.vtt", "2031-05-06", "Harbour levy"),
        ("Harbour levy_2031-05-06.docx", "2031-05-06", "Harbour levy"),
        ("20310506-harbour-levy.txt", "2031-05-06", "Harbour levy"),
        ("Harbour_levy_20310506.json", "2031-05-06", "Harbour levy"),
        ("2031_05_06_harbour_levy.srt", "2031-05-06", "Harbour levy"),
        ("06.05.2031 Harbour levy.txt", "2031-05-06", "Harbour levy"),
        ("Harbour levy (6 May 2031).txt", "2031-05-06", "Harbour levy"),
        ("harbour-levy-May-6-2031.txt", "2031-05-06", "Harbour levy"),
        ("2031-05 Harbour levy.html", "2031-05", "Harbour levy"),
        ("GMT20310506-130211_Recording.transcript.vtt", "2031-05-06", None),
        ("2031-05-06 10.02 Council.txt", "2031-05-06", "Council"),
        ("Harbour levy [dQw4w9WgXcQ].en.vtt", None, "Harbour levy"),
        ("Town hall – the levy.md", None, "Town hall – the levy"),
        ("2031-13-40 Nonsense.txt", None, None),
        ("interview.txt", None, None),
        ("tape 12.txt", None, None),
        ("20310506.vtt", "2031-05-06", None),
        ("IMG_12345678.txt", None, None),
        ("St. Ann's hall talk", None, "St. Ann's hall talk"),
        ("مقابلة الميناء.txt", None, "مقابلة الميناء"),
    ],
)
def test_date_and_title_are_read_from_names(name: str, date: str | None, title: str | None) -> None:
    assert from_name(name) == (date, title)


def test_a_file_is_called_after_date_and_title() -> None:
    assert slug(Meta(title="Harbour levy", date="2031-05-06T10:02"), "x.txt") == "2031-05-06-harbour-levy"
    assert slug(Meta(), "Some talk.txt") == "some-talk"
    assert slug(Meta(date="2031-05-06"), "2031-05-06 Recording.txt") == "2031-05-06-recording"
