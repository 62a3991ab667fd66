"""What every model knows and the library does not contain is not answered from memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.assemble import build_chain
from rag.chain import Chain
from rag.settings import LlmSettings, Settings
from tests.servers.openai_server import OpenAIServer, Request
from vectorstore.collection import Collection

KNOWN = """What is the capital of Japan?|The capital of Japan is Tokyo.
What is the capital of Australia?|The capital of Australia is Canberra.
Who wrote Hamlet?|William Shakespeare wrote Hamlet.
Who painted the Mona Lisa?|Leonardo da Vinci painted the Mona Lisa.
What is the chemical symbol of gold?|The chemical symbol of gold is Au.
How many planets does the solar system have?|The solar system has eight planets.
What is the largest ocean?|The largest ocean is the Pacific.
When did the Second World War end?|The Second World War ended in 1945.
Who was the first person on the Moon?|Neil Armstrong was the first person on the Moon.
What is the square root of 144?|The square root of 144 is 12.
What is the speed of light?|The speed of light is about 300,000 kilometres per second.
Who discovered penicillin?|Alexander Fleming discovered penicillin.
What is the highest mountain on Earth?|The highest mountain on Earth is Mount Everest.
Which river flows through Cairo?|The Nile flows through Cairo.
What language is spoken in Brazil?|Portuguese is spoken in Brazil.
Who developed the theory of relativity?|Albert Einstein developed the theory of relativity.
What is the boiling point of water?|Water boils at 100 degrees Celsius.
How many legs does a spider have?|A spider has eight legs.
What is the currency of Japan?|The currency of Japan is the yen.
Who was the first president of the United States?|George Washington was the first president.
What is the largest mammal?|The blue whale is the largest mammal.
What gas do plants absorb?|Plants absorb carbon dioxide.
In which year did the Titanic sink?|The Titanic sank in 1912.
Who composed the Ninth Symphony with the Ode to Joy?|Ludwig van Beethoven composed it.
What is the smallest prime number?|The smallest prime number is 2.
Which planet is known as the red planet?|Mars is known as the red planet.
How many strings does a violin have?|A violin has four strings.
What is the capital of Canada?|The capital of Canada is Ottawa.
Who wrote Don Quixote?|Miguel de Cervantes wrote Don Quixote.
What is the hardest natural substance?|Diamond is the hardest natural substance.
When did the Berlin Wall fall?|The Berlin Wall fell in 1989.
How many sides does a hexagon have?|A hexagon has six sides.
Which metal is liquid at room temperature?|Mercury is liquid at room temperature.
Who invented the telephone?|Alexander Graham Bell invented the telephone.
What is the longest river of South America?|The Amazon is the longest river of South America.
What is H2O?|H2O is water.
Which country has the shape of a boot?|Italy has the shape of a boot.
Who sang Like a Virgin?|Madonna sang Like a Virgin.
How many minutes are in a day?|There are 1,440 minutes in a day.
What is the freezing point of water in Fahrenheit?|Water freezes at 32 degrees Fahrenheit.
What is the capital of Egypt?|The capital of Egypt is Cairo.
Who was the wife of Napoleon?|Josephine was the wife of Napoleon.
What do bees make?|Bees make honey.
Who wrote The Origin of Species?|Charles Darwin wrote The Origin of Species.
What is the largest desert of the world?|Antarctica is the largest desert of the world.
How many bones does an adult human have?|An adult human has 206 bones.
What does DNA stand for?|DNA stands for deoxyribonucleic acid.
Which sea lies between Europe and Africa?|The Mediterranean lies between Europe and Africa.
Who is the author of Harry Potter?|J. K. Rowling is the author of Harry Potter.
What is the tallest animal?|The giraffe is the tallest animal."""
FIFTY = [tuple(line.split("|")) for line in KNOWN.splitlines()]


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["learned"]
        yield running


@pytest.fixture(scope="module")
def learned(server: OpenAIServer, library: Collection) -> Chain:
    llm = LlmSettings(base_url=server.base_url, timeout=10.0, retries=0)
    return build_chain(Settings(llm=llm), library)


@pytest.fixture(scope="module")
def embedded(library: Collection) -> Chain:
    return build_chain(Settings(), library)


def test_there_are_fifty() -> None:
    assert len({question for question, _ in FIFTY}) == 50


@pytest.mark.parametrize(("question", "fact"), FIFTY)
def test_a_model_that_knows_is_not_believed(
    learned: Chain, server: OpenAIServer, question: str, fact: str
) -> None:
    def script(request: Request) -> str:
        if "verdicts" in request.body["messages"][0]["content"]:
            return '{"verdicts": [{"id": 1, "label": "supported", "quote": "it is so"}]}'
        return f"{fact} [S1]"

    server.script = script
    answer = learned.ask(question)
    assert answer.declined, [(s.text, s.verdict) for s in answer.statements]
    assert answer.nearest
    assert not answer.statements


@pytest.mark.parametrize("question", [question for question, _ in FIFTY])
def test_the_embedded_answerer_says_that_it_is_not_there(embedded: Chain, question: str) -> None:
    answer = embedded.ask(question)
    assert answer.declined, [(s.text, s.verdict) for s in answer.statements]
    assert answer.nearest
