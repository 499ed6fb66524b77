"""Figures: what they show of the numbers, in both directions, for few years and for many."""

from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from generator.pages.cut import Year
from generator.pages.figures import HEIGHT, ROOM, over_years, shares
from generator.pages.listing import Name
from tests.archive_factory import archive
from tests.test_pages import plan, shown

YEARS = st.dictionaries(st.integers(1, 9999), st.integers(1, 5000), min_size=2, max_size=40)


def years(counts: dict[int, int]) -> list[Year]:
    return [Year(f"{year:04}", f"{year}.html", count) for year, count in sorted(counts.items(), reverse=True)]


@given(YEARS)
def test_every_count_is_in_one_column_and_the_greatest_is_the_tallest(counts: dict[int, int]) -> None:
    figure = over_years(years(counts), "en")
    assert figure is not None
    assert sum(column.count for column in figure.columns) == sum(counts.values())
    assert len(figure.columns) <= ROOM + 1
    by_count = sorted(figure.columns, key=lambda column: column.count)
    assert [column.top for column in by_count] == sorted((column.top for column in by_count), reverse=True)
    assert by_count[-1].top == 0
    assert all(0 <= column.start < column.middle < 100 and 0 <= column.top < HEIGHT for column in figure.columns)
    assert all(0 < place < 100 for place, _ in figure.marks)
    assert len(figure.marks) <= 9


@given(YEARS)
def test_time_runs_the_other_way_from_right_to_left(counts: dict[int, int]) -> None:
    there, back = over_years(years(counts), "en"), over_years(years(counts), "ar")
    assert there is not None
    assert back is not None
    assert [column.middle for column in there.columns] == sorted(column.middle for column in there.columns)
    assert all(
        abs(one.middle + other.middle - 100) < 0.1 for one, other in zip(there.columns, back.columns, strict=True)
    )


def test_years_with_nothing_leave_room_and_many_share_a_column() -> None:
    few = over_years(years({2019: 2, 2031: 4}), "en")
    assert few is not None
    assert [(column.label, column.url) for column in few.columns] == [("2019", "2019.html"), ("2031", "2031.html")]
    assert few.columns[1].middle - few.columns[0].middle > 80
    assert [year for _, year in few.marks] == ["2019", "2021", "2023", "2025", "2027", "2029", "2031"]
    many = over_years(years({1851: 1, 1858: 2, 2031: 4}), "en")
    assert many is not None
    assert [(column.label, column.url) for column in many.columns] == [
        ("1850–1854", "1851.html"),
        ("1855–1859", "1858.html"),
        ("2030–2034", "2031.html"),
    ]


def test_columns_too_fine_for_fingers_have_a_list_beside_them() -> None:
    few, many = (over_years(years(dict.fromkeys(range(first, 2032), 1)), "en") for first in (2019, 2018))
    assert few is not None
    assert many is not None
    assert few.beside == ()
    assert [year.year for year in many.beside] == [str(year) for year in range(2031, 2017, -1)]


def test_one_year_is_no_figure() -> None:
    assert over_years([Year("2031", "a.html", 9), Year("undated", "b.html", 2)], "en") is None


def test_shares_are_told_by_the_greatest() -> None:
    found = shares([Name("few", count=1), Name("many", count=8), Name("none")])
    assert [(share.name.name, share.width) for share in found] == [("many", 100), ("few", 12.5)]


def columns(soup: BeautifulSoup) -> list[tuple[str, str]]:
    return [(str(link["href"]), link.get_text()) for link in soup.select("svg.columns a")]


def test_the_front_page_and_the_lists_have_a_column_for_each_year_that_leads_to_it() -> None:
    made = plan(archive(8))
    home, listed, topic = (
        shown(made[url]) for url in ("index.html", "transcripts/index.html", "topics/harbour-levy.html")
    )
    assert columns(home) == [
        ("transcripts/index.html#or-2030", "2030: 7 transcripts"),
        ("transcripts/index.html#or-2031", "2031: 1 transcript"),
    ]
    assert [link for link, _ in columns(listed)] == ["#or-2030", "#or-2031"]
    assert listed.select_one("svg.columns")["aria-hidden"] == "true"  # type: ignore[index]
    assert all(topic.find(id=link.partition("#")[2]) for link, _ in columns(topic))
