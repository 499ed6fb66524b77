"""The pages with lists: what they show of an archive, at every size of it."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from generator import pages, skos
from generator.config import NavItem, Settings, ThemeSettings
from generator.model import Archive, Backlink, Hit, PersonEntry, Spot
from generator.pages import alphabet, beside, cut, home, lookup, redirects, referring
from generator.pages.page import FreePage, Page
from generator.theme import Theme
from tests.archive_factory import REGISTRIES, Talk, archive, linked, load, person_name, planned, talks, with_meta

SITE = Settings(title="The Ellery Record", base_url="https://ellery.example/record/")
LISTS = (
    "transcripts/index.html",
    "speakers/index.html",
    "organisations/index.html",
    "topics/index.html",
    "notes/index.html",
)


def plan(of: Archive, settings: Settings = SITE, free: tuple[FreePage, ...] = ()) -> dict[str, Page]:
    """The pages with lists; each must be what was planned."""
    found = planned(of, settings, free)
    assert pages.collisions(found) == ()
    made = {one.url: one.make() for one in found if one.kind != "transcript"}
    for one in found:
        if page := made.get(one.url):
            assert (one.url, one.kind, one.template) == (page.url, page.kind, page.template)
            assert (one.title, one.indexed) == (page.title, page.indexed)
    return made


def shown(page: Page, settings: Settings = SITE) -> BeautifulSoup:
    return BeautifulSoup(_theme(settings).render(page), "lxml")


@lru_cache
def _theme(settings: Settings) -> Theme:
    return Theme(None, settings, load)


def words(soup: BeautifulSoup, css: str) -> list[str]:
    return [" ".join(found.get_text().split()) for found in soup.select(css)]


@pytest.mark.parametrize("size", [0, 1, 8])
def test_every_page_of_an_archive_of_any_size_is_whole(size: int) -> None:
    of = talks(size, size and 7)
    made = plan(linked(of))
    assert {*LISTS, "index.html", "404.html"} <= made.keys()
    anchors = {
        f"transcripts/{talk.found.id}.html": {f.anchor for f in talk.found.turns} | {"note-wall", "note-sound"}
        for talk in of
    }
    soups = {page.url: shown(page) for page in made.values()}
    ids_of = {url: {str(found["id"]) for found in soup.select("[id]")} for url, soup in soups.items()}
    for page in made.values():
        soup = soups[page.url]
        assert len(soup.select("h1")) == 1, page.url
        levels = [int(h.name[1]) for h in soup.select("h1, h2, h3, h4")]
        assert all(below - above <= 1 for above, below in pairwise(levels)), page.url
        ids = [found["id"] for found in soup.select("[id]")]
        assert len(ids) == len(set(ids)), page.url
        for link in soup.select("main a[href]"):
            check_link(page.url, str(link["href"]), made, ids_of | anchors, set(ids))


def check_link(source: str, href: str, made: dict[str, Page], anchors: dict[str, set[str]], ids: set[str]) -> None:
    if href.startswith("https://"):
        return
    if source == "404.html":
        assert href.removeprefix("/record/") in made
        return
    path, _, fragment = href.partition("#")
    folder = source.split("/")[:-1]
    for part in path.split("/"):
        folder = folder[:-1] if part == ".." else [*folder, part]
    target = "/".join(folder) if path else source
    assert target in made or target in anchors or target == skos.URL, (source, href)
    if fragment:
        assert fragment in anchors.get(target, ids), (source, href)


def test_the_front_page_of_an_empty_archive_says_how_to_begin() -> None:
    front = shown(plan(archive(0))["index.html"])
    assert "onrecord import" in front.get_text()


def test_the_front_page_leads_with_the_newest_and_cuts_long_lists() -> None:
    front = shown(plan(archive(40, 30))["index.html"])
    assert front.select_one(".lead h2 a")["href"] == "transcripts/talk-40.html"  # type: ignore[index]
    assert front.select_one(".telling blockquote a") is not None
    assert len(front.select(".new li")) == home.NEW
    assert len(front.select(".voices li")) == home.VOICES
    assert words(front, ".new .more") == ["All 40 transcripts"]


def front_with(*parts: str) -> BeautifulSoup:
    settings = replace(SITE, theme=ThemeSettings(home=parts))
    return shown(plan(archive(12, 30), settings)["index.html"], settings)


def test_the_settings_say_what_is_on_the_front_page_and_in_which_order() -> None:
    front = front_with("years", "topics", "new", "lead", "questions")
    assert [found["class"][0] for found in front.select(".frontpage > *")] == [
        *("nameplate", "over-years", "below", "new", "lead", "below")
    ]
    assert words(front, "main h2:not(.lead h2)") == ["Year by year", "What it is about", "Also new", "Questions asked"]
    assert len(front_with().select(".frontpage > *")) == 1


@pytest.mark.parametrize("parts", [("lead", "new"), ("new", "lead"), ("topics", "series"), ("questions", "voices")])
def test_parts_that_belong_together_stand_beside_each_other(parts: tuple[str, ...]) -> None:
    rooms = [found["class"][0] for found in front_with(*parts).select(".frontpage > :not(.nameplate)")]
    assert rooms == {"lead": ["above"], "new": ["new", "lead"]}.get(parts[0], ["below"])


def test_without_the_newest_transcript_on_top_it_is_in_the_list_of_what_is_new() -> None:
    front = front_with("new")
    assert front.select_one(".new li .title a")["href"] == "transcripts/talk-12.html"  # type: ignore[index]
    assert words(front, "main h2") == ["New"]
    assert words(front, ".new .more") == ["All 12 transcripts"]


def test_what_was_asked_in_the_newest_transcript_is_told_there_where_questions_have_no_part() -> None:
    assert front_with("lead").select(".lead .asked li")


def test_a_withdrawn_transcript_is_not_on_the_front_page() -> None:
    first, second = talks(2)
    gone = with_meta(first, withdrawn="at the speaker's wish")
    front = shown(plan(linked((gone, second)))["index.html"])
    assert "talk-2" not in str(front.select("main"))


def test_transcripts_are_listed_by_year() -> None:
    listed = shown(plan(archive(8))["transcripts/index.html"])
    assert words(listed, "main h2") == ["2031", "2030"]
    assert len(listed.select(".entry")) == 8
    assert words(listed, ".jump a") == ["2031 1", "2030 7"]


def test_a_long_list_of_transcripts_is_cut_by_year() -> None:
    made = plan(archive(510, 3, 2))
    assert len(shown(made["transcripts/index.html"]).select(".entry")) == 20
    year = shown(made["transcripts/years/2040.html"])
    assert len(year.select(".entry")) == 8
    assert words(year, ".jump [aria-current]") == ["2040 8"]


def test_a_transcript_called_like_a_year_keeps_its_page() -> None:
    *others, last = talks(510, 3, 2)
    years = Talk(replace(last.outline, id="years"), replace(last.found, id="years"))
    assert pages.collisions(planned(linked((*others, years)), SITE)) == ()


def test_a_speaker_page_has_every_turn_with_what_it_answers() -> None:
    of = talks(3, 6)
    heard = Counter(turn.speaker for talk in of for turn in talk.found.turns)
    person = max(heard, key=lambda id: (heard[id], id))
    page = shown(plan(linked(of))[f"speakers/{person}.html"])
    words_of = page.find("h2", string="In their words").find_parent("section")  # type: ignore[union-attr]
    in_full = words_of.select(".said")  # type: ignore[union-attr]
    links = [str(link["href"]) for section in in_full for link in section.select(".words a")]
    expected = [
        f"../transcripts/{talk.found.id}.html#{turn.anchor}"
        for talk in of
        for turn in talk.found.turns
        if turn.speaker == person
    ]
    assert links == expected
    answer = page.select_one("li.answer")
    assert answer is not None
    assert re.match(
        r"\w+ \w+, (The Ellery Post|Radio Sound|Harbour Gazette)", answer.select_one(".prompt a").get_text()
    )  # type: ignore[union-attr]


def test_a_long_question_is_told_short_with_its_answer() -> None:
    (talk,) = talks(1, 6, 3)
    question = "Commissioner, " + "and then " * 20 + "who pays?"
    turns = tuple(replace(turn, excerpt=question) if turn.asks else turn for turn in talk.outline.turns)
    page = shown(plan(linked([replace(talk, outline=replace(talk.outline, turns=turns))]))["speakers/p3.html"])
    (prompt,) = (text for text in words(page, "section > .said li.answer .prompt") if "Commissioner" in text)
    assert "Commissioner, and then" in prompt and prompt.endswith("…")
    assert len(prompt) < len(question)


def test_a_speaker_page_tells_roles_with_dates_company_topics_and_mentions() -> None:
    made = plan(archive(8, 6))
    page = shown(made["speakers/p0.html"])
    assert words(page, ".roles li") == [
        "Harbour Commissioner since 1 July 2024",
        "Harbour Clerk, Port Authority February 2019 – 30 June 2024",
    ]
    assert {"Speaks of", "Speaks with", "In their words"} <= set(words(page, "h2"))
    assert words(shown(made["speakers/p3.html"]), ".said mark") == ["Élise", "Élise"]


def test_somebody_with_many_turns_gets_a_page_for_each_year() -> None:
    of = talks(80, 3, 30)
    made = plan(linked(of))
    overview = shown(made["speakers/p0.html"])
    assert len(overview.select(".said .words")) <= 80
    years = [str(link["href"]) for link in overview.select(".jump a")]
    assert years[0] == "p0/2040.html"
    assert all(f"speakers/{year}" in made for year in years)
    turns = [len(shown(made[f"speakers/{year}"]).select(".words")) for year in years]
    assert sum(turns) == sum(turn.speaker == "p0" for talk in of for turn in talk.found.turns)


def test_who_is_not_listed_has_no_page_and_no_link() -> None:
    of = talks(3, 4)
    hidden = PersonEntry("p1", person_name(1), listed=False)
    registries = replace(REGISTRIES, people=(*REGISTRIES.people, hidden))
    made = plan(linked([unlisted(talk, "p1") for talk in of], registries))
    assert "speakers/p1.html" not in made
    for page in made.values():
        assert "p1.html" not in str(shown(page)), page.url
    nobody = replace(SITE, people=replace(SITE.people, listed=False))
    bare = linked([unlisted(talk, *(s.id for s in talk.found.speakers)) for talk in of])
    assert not any(url.startswith("speakers/p") for url in plan(bare, nobody))
    assert not lookup.listed(bare.people[0], nobody)


def unlisted(talk: Talk, *people: str) -> Talk:
    """The transcript as it is found where these people are to have no pages."""
    speakers = tuple(replace(s, listed=s.listed and s.id not in people) for s in talk.found.speakers)
    return replace(talk, found=replace(talk.found, speakers=speakers))


def test_the_subject_index_has_see_and_see_also_and_narrower_topics() -> None:
    index = shown(plan(archive(3))["topics/index.html"])
    assert words(index, "li.see") == ["Angling, see Fishing", "Trawling, see Fishing"]
    assert words(index, "li p.see") == ["see also Economy; Harbour levy", "see also Fishing"]
    economy = next(li for li in index.select(".subject-index section > ul > li") if li.p and "Economy" in li.p.text)
    assert [li.a.get_text() for li in economy.select("ul li") if li.a] == ["Fishing"]


def test_the_subject_index_has_who_speaks_under_each_topic_with_the_newest_places() -> None:
    index = shown(plan(archive(8, 3, 8))["topics/index.html"])
    levy = next(li for li in index.select(".subject-index section > ul > li") if li.p and "Harbour levy" in li.p.text)
    voices = words(levy, "li.voice")  # type: ignore[arg-type]
    assert [voice.split(",")[0] for voice in voices] == sorted(person_name(n) for n in range(3))
    assert voices[0].endswith("2030: turn 1–8 and 6 more")
    assert len(levy.select("li.voice time")) == 6
    links = [str(link["href"]) for link in levy.select("li.voice a[href*='#']")]
    assert links and all(link.startswith("../transcripts/talk-") for link in links)


def test_a_topic_page_marks_the_words_that_were_found() -> None:
    page = shown(plan(archive(3))["topics/fishing.html"])
    assert set(words(page, ".said mark")) == {"Boats"}
    assert words(page, ".relations dt") == ["Also called", "Part of", "See also"]


def test_a_passage_of_many_turns_leads_to_its_first_and_last() -> None:
    page = shown(plan(archive(1, 3, 8))["topics/harbour-levy.html"])
    assert words(page, ".said .mark") == ["0:00turns 1–8"]
    ends = [str(link["href"]).partition("#")[2] for link in page.select(".said .mark a")]
    turns = talks(1, 3, 8)[0].found.turns
    assert ends == [turns[0].anchor, turns[-1].anchor]


def test_a_topic_page_names_all_who_speak_in_its_passages() -> None:
    page = shown(plan(archive(1, 3, 8))["topics/harbour-levy.html"])
    said = {turn.speaker for turn in talks(1, 3, 8)[0].found.turns}
    assert len(page.select(".shares a[href*='speakers/p']")) == len(said) > 1


def test_a_topic_of_many_transcripts_is_cut_by_year() -> None:
    made = plan(archive(200, 3, 2))
    overview = shown(made["topics/harbour-levy.html"])
    assert len(overview.select(".entry")) == 20
    assert len(shown(made["topics/harbour-levy/2035.html"]).select(".entry")) == 8


def test_an_organisation_page_has_its_people_and_their_questions() -> None:
    page = shown(plan(archive(6, 6))["organisations/radio-sound.html"])
    assert page.select(".names a")
    assert {li["class"][0] for li in page.select(".passages li")} == {"question"}


def test_notes_are_listed_by_kind_and_lead_to_their_place() -> None:
    notes = shown(plan(archive(3))["notes/index.html"])
    assert len(notes.select(".notes li a[href$='#note-wall']")) == 2
    assert notes.select_one(".note-body em") is not None


def test_other_languages_are_marked() -> None:
    (talk,) = talks(1)
    made = plan(linked([replace(talk, found=replace(talk.found, language="ar"))]))
    title = shown(made["transcripts/index.html"]).select_one(".entry .title a")
    assert title is not None
    assert (title["lang"], title["dir"]) == ("ar", "auto")
    assert all(a.get("lang") == "ar" for a in shown(made["speakers/p3.html"]).select(".words a"))


def test_a_free_page_shows_its_html() -> None:
    page = shown(
        plan(archive(1), free=(FreePage("about", "About us", "<p>We <em>listen</em>.</p>", "en"),))["about.html"]
    )
    assert words(page, "h1") == ["About us"]
    assert words(page, ".prose em") == ["listen"]


def test_the_error_page_works_at_any_depth() -> None:
    site = replace(SITE, nav=(NavItem("Über uns", "über uns.html"),))
    with_base = _theme(site).render(plan(archive(1), site)["404.html"]).decode()
    targets = re.findall(r'(?:href|src)="([^"]*)"', with_base)
    assert targets
    assert all(target.startswith("/record/") for target in targets)
    assert "/record/%C3%BCber%20uns.html" in targets
    without = _theme(Settings(title="Bare")).render(plan(archive(1), Settings(title="Bare"))["404.html"]).decode()
    assert re.findall(r'(?:href|src)="([^"]*)"', without) == []


@pytest.mark.parametrize(
    ("alias", "url"),
    [
        ("old/talk.html", "old/talk.html"),
        ("/2019/05/talk/", "2019/05/talk/index.html"),
        ("/talk", "talk.html"),
        ("old-slug", "transcripts/old-slug.html"),
        ("https://ellery.example/record/a/b.html#x", "a/b.html"),
        ("https://elsewhere.example/a/b.html?c=d", "a/b.html"),
        ("a%20b/c.html", "a b/c.html"),
        ("../outside.html", None),
        ("a/..%2f../b.html", None),
        ("a\\b.html", None),
        ("c:/x.html", None),
        (".git/config", None),
        ("\x00", None),
        ("", None),
        ("x" * 300, None),
    ],
)
def test_an_alias_is_a_safe_path_or_nothing(alias: str, url: str | None) -> None:
    assert redirects.old_url(alias, "transcripts", "https://ellery.example/record/") == url


def test_an_alias_leads_to_the_new_page() -> None:
    of = with_aliases(("old/talk.html",))
    page = plan(of)["old/talk.html"]
    soup = shown(page)
    assert soup.select_one("main a")["href"] == "../transcripts/talk-1.html"  # type: ignore[index]
    assert soup.select_one("script")["data-to"] == "../transcripts/talk-1.html"  # type: ignore[index]
    assert soup.select_one("noscript meta")["content"] == "0; url=../transcripts/talk-1.html"  # type: ignore[index]
    assert soup.select_one("link[rel=canonical]")["href"] == "https://ellery.example/record/transcripts/talk-1.html"  # type: ignore[index]
    assert not page.indexed


def test_two_things_on_one_url_are_an_error_that_names_both() -> None:
    (problem,) = pages.collisions(planned(with_aliases(("Speakers/Index.html",)), SITE))
    assert problem.severity == "error"
    assert "Speakers" in problem.message
    assert "Hearing on the quay wall" in problem.message


def with_aliases(aliases: tuple[str, ...]) -> Archive:
    (talk,) = talks(1)
    return linked([with_meta(talk, aliases=aliases)])


def test_words_from_transcripts_stay_words() -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    (talk,) = talks(1)
    turns = tuple(replace(turn, excerpt=attack) for turn in talk.outline.turns)
    speakers = tuple(replace(s, name=attack, role=attack) for s in talk.found.speakers)
    hostile = replace(talk, outline=replace(talk.outline, turns=turns), found=replace(talk.found, speakers=speakers))
    hostile = with_meta(hostile, title=attack, summary=attack, place=attack, kind=attack)
    for page in plan(linked([hostile])).values():
        soup = shown(page)
        assert not soup.select("img"), page.url
        assert all(script.get("src") for script in soup.select("script")), page.url


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("Ørsted", "O"),
        ("Łukasz", "L"),
        ("Élise", "E"),
        ("Яна", "Я"),
        ("محمد", "م"),
        ("山田", "漢字"),
        ("김", "한글"),
        ("9 Lives", "#"),
        ("“Quoted”", "Q"),
        ("ß", "S"),
        ("", "#"),
    ],
)
def test_a_name_is_filed_under_its_letter(name: str, heading: str) -> None:
    assert alphabet.letter(name) == heading


def test_names_are_in_order_without_case_and_accents() -> None:
    names = ["zoe", "Émile", "emil", "Ole", "øre", "1 Voice", "Adam"]
    assert alphabet.in_order(names, str) == ["1 Voice", "Adam", "emil", "Émile", "Ole", "øre", "zoe"]
    letters = [heading for heading, _ in alphabet.by_letter(names, str)]
    assert letters == ["#", "A", "E", "O", "Z"]


def test_planning_is_the_same_again() -> None:
    assert plan(archive(5)) == plan(archive(5))
    assert [one.causes for one in planned(archive(5), SITE)] == [one.causes for one in planned(archive(5), SITE)]


def test_all_questions_of_a_transcript_have_a_page() -> None:
    of = talks(3, 6)
    made = plan(linked(of))
    for talk in of:
        exchanges = talk.found.exchanges
        page = shown(made[f"questions/{talk.found.id}.html"])
        links = [str(link["href"]) for link in page.select(".exchanges .words a")]
        assert links == [f"../transcripts/{talk.found.id}.html#{one.questions[0]}" for one in exchanges]
        assert len(page.select(".exchanges .prompt")) == sum(len(one.answers) for one in exchanges)
        assert len(page.select(".unanswered")) == sum(not one.answers for one in exchanges)


def test_who_is_introduced_and_what_is_left_open_stands_on_the_page_of_questions() -> None:
    (talk,) = talks(1)
    first, *more = talk.found.exchanges
    introduced = replace(first, introduced="The lady in front", outlet="Coastal Wire", answers=(), answerers=())
    found = replace(talk.found, exchanges=(introduced, *more))
    page = shown(plan(linked([replace(talk, found=found)]))["questions/talk-1.html"])
    assert words(page, ".voice")[0] == "The lady in front Coastal Wire"
    assert words(page, "li:first-child .unanswered") == ["No answer"]
    unanswered = 1 + sum(not one.answers for one in more)
    assert f"{unanswered} without an answer" in words(page, ".list-head .detail span")


def test_a_transcript_without_questions_has_no_page_of_them() -> None:
    made = plan(linked(talks(1, 1, 1)))
    assert not [url for url in made if url.startswith("questions/")]


def test_many_mentions_have_pages_of_their_own_by_year() -> None:
    def spoken_of(talk: Talk) -> Talk:
        turns = [n for n, turn in enumerate(talk.found.turns) if turn.speaker != "p3"]
        hits = tuple(Hit("person", "p3", Spot(n, 0, 0, 5), "as Élise told them", (3, 8)) for n in turns)
        return replace(talk, hits=hits)

    of = [spoken_of(talk) for talk in talks(80, 6)]
    total = sum(len(talk.hits) for talk in of)
    made = plan(linked(of))
    overview = shown(made["speakers/p3.html"])
    assert len(overview.select("section > .said mark")) == beside.SHOWN
    assert words(overview, "section > .more") == [f"All {total}"]
    whole = shown(made["speakers/p3/mentions.html"])
    assert total > cut.PASSAGES and len(whole.select("mark")) == cut.LATEST
    years = [f"speakers/p3/{link['href']}" for link in whole.select(".jump a")]
    assert sum(len(shown(made[year]).select("mark")) for year in years) == total


def test_many_references_have_pages_of_their_own_by_year() -> None:
    of = linked(talks(80, 6))
    links = tuple(Backlink(e.id, "reference", f"a-{n}", "Bo", "", "so it was") for e in of.entries for n in range(8))
    referred = replace(of, topics=tuple(replace(topic, backlinks=links) for topic in of.topics))
    (topic, *_) = of.topics
    made = plan(referred)
    overview = shown(made[f"topics/{topic.id}.html"])
    assert len(overview.select(".places li")) == referring.SHOWN
    assert words(overview, "section > .more") == [f"All {len(links)}"]
    whole = shown(made[f"topics/{topic.id}/references.html"])
    assert len(links) > cut.PASSAGES and len(whole.select(".places li")) == cut.LATEST
    years = [f"topics/{topic.id}/{link['href']}" for link in whole.select(".jump a")]
    assert sum(len(shown(made[year]).select(".places li")) for year in years) == len(links)
    few = plan(replace(of, topics=tuple(replace(topic, backlinks=links[: referring.SHOWN]) for topic in of.topics)))
    assert f"topics/{topic.id}/references.html" not in few


def test_pages_lead_to_the_notes_on_a_topic_and_to_those_that_somebody_wrote() -> None:
    of = archive(8, 6)
    made = plan(of)
    noted = [url for url in made if re.fullmatch("notes/on/[^/]+.html", url)]
    assert noted
    for url in noted:
        page = shown(made[url.replace("notes/on", "topics")])
        assert [link["href"] for link in page.select(".list-head .detail a")] == [f"../{url}"]
    for person in of.people:
        wrote = f"notes/by/{person.id}.html"
        if page := made.get(f"speakers/{person.id}.html"):
            assert (f"../{wrote}" in [a["href"] for a in shown(page).select(".list-head .detail a")]) == (wrote in made)


def test_an_organisation_page_tells_who_asks_and_who_answers() -> None:
    made = plan(archive(8, 6))
    page = shown(made["organisations/harbour-gazette.html"])
    assert {"Asked by", "Answered by"} <= set(words(page, "h2"))
