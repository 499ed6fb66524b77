"""The subject index as SKOS."""

import msgspec
import pytest

from generator import skos
from generator.config import Registries, Settings
from generator.model import TopicEntry
from tests.archive_factory import archive, linked, talks

BASE = "https://ellery.example/record/"
TOPICS = (
    TopicEntry("boats", "Boats", ("Ships", "Boats"), ("boats", "Ships", "“barge”"), ("harbour",), ("levy",), "Afloat."),
    TopicEntry("harbour", "Harbour"),
    TopicEntry("levy", "Levy"),
)


def concepts(site: Settings) -> dict[str, dict[str, object]]:
    document = msgspec.json.decode(skos.files(linked(talks(1, 3), Registries(topics=TOPICS)), site)[skos.URL])
    assert document["@context"]["prefLabel"] == {"@language": site.language}
    return {one["id"]: one for one in document["@graph"]}


@pytest.mark.parametrize(("site", "at"), [(Settings(base_url=BASE, language="de"), BASE + "topics/"), (Settings(), "")])
def test_concepts_are_the_pages_of_topics_with_their_labels_and_relations(site: Settings, at: str) -> None:
    found = concepts(site)
    scheme = found.pop(f"{at}index.html")
    assert scheme["type"] == "ConceptScheme"
    assert set(scheme["hasTopConcept"]) == {id for id, one in found.items() if "topConceptOf" in one}
    assert found[f"{at}boats.html"] == {
        "id": f"{at}boats.html",
        "type": "Concept",
        "prefLabel": "Boats",
        "altLabel": ["Ships"],
        "hiddenLabel": ["boats", "barge"],
        "scopeNote": "Afloat.",
        "broader": [f"{at}harbour.html"],
        "related": [f"{at}levy.html"],
        "inScheme": f"{at}index.html",
    }
    assert found[f"{at}harbour.html"]["narrower"] == [f"{at}boats.html"]
    assert found[f"{at}levy.html"]["related"] == [f"{at}boats.html"]


def test_topics_that_nobody_registered_are_concepts_too() -> None:
    assert concepts(Settings())["harbour-levy.html"]["topConceptOf"] == "index.html"


def test_without_topics_there_is_no_file() -> None:
    assert skos.files(archive(0), Settings()) == {}
