"""What every model knows and the library does not contain is not answered from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from rag.answers import Decline
from rag.assemble import build_chain
from rag.chain import Chain
from rag.settings import LlmSettings, Settings
from tests.rag.scripted import judging
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
What is the tallest animal?|The giraffe is the tallest animal.
What is the capital of France?|The capital of France is Paris.
Which planet is the largest in the solar system?|Jupiter is the largest planet.
Which country gave the Statue of Liberty to the United States?|France gave the Statue of Liberty.
How many players are on a football team?|There are eleven players on a football team.
Who wrote the novel 1984?|George Orwell wrote the novel 1984.
Who wrote Pride and Prejudice?|Jane Austen wrote Pride and Prejudice.
Which organ pumps blood through the body?|The heart pumps blood through the body.
What is the first element of the periodic table?|The first element is hydrogen.
In which city is the Colosseum?|The Colosseum is in Rome.
In which country are the pyramids of Giza?|The pyramids of Giza are in Egypt.
What colours are on the flag of Italy?|The flag of Italy is green, white and red.
How many days are there in a leap year?|There are 366 days in a leap year.
Which animal is known as the king of the jungle?|The lion is known as the king of the jungle.
Why is the sky blue?|The sky is blue because air scatters blue light most."""
ALL = [tuple(line.split("|")) for line in KNOWN.splitlines()]


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        running.models = ["learned"]
        yield running


@pytest.fixture(scope="module")
def embedded(library: Collection) -> Chain:
    return build_chain(Settings(), library)


@pytest.fixture(scope="module")
def learned(server: OpenAIServer, library: Collection, embedded: Chain) -> Chain:
    """A chain whose model knows; its standby is the embedded one's, which has read the question."""
    llm = LlmSettings(base_url=server.base_url, timeout=10.0, retries=0)
    return replace(build_chain(Settings(llm=llm), library), standby=embedded.standby)


def knowing(fact: str) -> Callable[[Request], str]:
    """Return a model that writes a fact, cites a source, and as a judge finds it supported."""

    def script(request: Request) -> str:
        if judging(request):
            return '{"verdicts": [{"id": 1, "label": "supported", "quote": "it is so"}]}'
        return f"{fact} [S1]"

    return script


def test_there_are_more_than_sixty() -> None:
    assert len({question for question, _ in ALL}) > 60


@pytest.mark.parametrize(("question", "fact"), ALL)
def test_it_is_declined_by_the_embedded_answerer_and_of_a_model_that_knows(
    embedded: Chain, learned: Chain, server: OpenAIServer, question: str, fact: str
) -> None:
    answer = embedded.ask(question)
    assert answer.decline in (Decline.NOT_IN_SOURCES, Decline.PREMISE_NOT_IN_SOURCES)
    assert answer.statements == ()
    assert 1 <= len(answer.nearest) <= 3
    server.script = knowing(fact)
    answer = learned.ask(question)
    assert answer.provenance.model == "learned"
    assert answer.declined, [(s.text, s.verdict) for s in answer.statements]
    assert answer.statements == ()
    assert answer.nearest
