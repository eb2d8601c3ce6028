"""What is asked of a run: which cells, how often, in which sizes, in which words."""

from typing import Annotated

from pydantic import Field, model_validator

from hwawon.engines.wishes import EngineWishes, Seed
from hwawon.errors import BadInput
from hwawon.generate.request import GenerateRequest
from hwawon.pool.keys import LONGEST_FAVORITE, Cell, Orientation, cell_of
from hwawon.validation import FrozenModel, validated

KIND, SPREAD = "bulk", "bulk.spread"  # of the job that makes one picture, and of the one that submits those jobs
MOST_CELLS = 4096
MOST_REPEATS = 1000
MOST_PICTURES = 1_000_000
LONGEST_PROMPT = 20_000  # characters, as a picture's request may have
OTHERS = (  # the original's
    "flowers, fantasy, concept art, trending on artstation, highly detailed, intricate, sharp focus, digital art"
)
_EDGES = " \t\r\n\f\v\u00a0\u3000,"  # what says nothing at either end of a part

Words = Annotated[str, Field(max_length=LONGEST_PROMPT)]
Side = Annotated[int, Field(ge=64, le=4096)]


class Shape(FrozenModel):
    """An orientation, and the pixels that a picture has in it."""

    orientation: Orientation
    width: Side
    height: Side


class BulkCell(FrozenModel):
    """A cell of the garden to be filled. `prompt` stands for everything else that would make one."""

    emotion: Annotated[str, Field(max_length=20)]
    favorite: Annotated[str, Field(max_length=LONGEST_FAVORITE)] = ""
    emotion_text: Words | None = None  # None: the emotion itself
    prompt: Annotated[str, Field(min_length=1, max_length=LONGEST_PROMPT)] | None = None

    @model_validator(mode="after")
    def _is_of_the_garden(self) -> "BulkCell":
        try:
            cell_of(self.cell.search_key)
        except BadInput as error:
            raise ValueError(str(error)) from None
        return self

    @property
    def cell(self) -> Cell:
        return Cell(self.emotion, self.favorite)


HAPPY = (BulkCell(emotion="happy"),)
SHAPES = (Shape(orientation="h", width=1280, height=800), Shape(orientation="v", width=800, height=1280))


class BulkRequest(EngineWishes):
    """A run: `repeats` pictures of each cell in each orientation. The defaults are the original's."""

    title: Annotated[str, Field(max_length=200)] = ""
    cells: Annotated[tuple[BulkCell, ...], Field(min_length=1, max_length=MOST_CELLS)] = HAPPY
    others: Words = OTHERS
    negative_prompt: Words = ""
    favorite_in_prompt: bool = False
    repeats: Annotated[int, Field(ge=1, le=MOST_REPEATS)] = 10
    orientations: Annotated[tuple[Shape, ...], Field(min_length=1, max_length=2)] = SHAPES
    seed: Seed | None = None  # of the first picture, the others follow; None: each has one that follows from its run
    publish: bool = False  # visitors see the pictures at once

    @model_validator(mode="after")
    def _can_be_made(self) -> "BulkRequest":
        named = [one.orientation for one in self.orientations]
        if len(set(named)) != len(named):
            raise ValueError(f"expected each orientation once, got {' and '.join(named)}")
        if self.total > MOST_PICTURES:
            raise ValueError(f"expected at most {MOST_PICTURES} pictures, got {self.total}")
        for place, cell in enumerate(self.cells):
            _check_words(place, self.words_of(cell))
        return self

    @property
    def total(self) -> int:
        """How many pictures."""
        return len(self.cells) * self.repeats * len(self.orientations)

    def words_of(self, cell: BulkCell) -> str:
        """The prompt of a cell, its choices still to be made."""
        if cell.prompt is not None:
            return cell.prompt
        emotion = cell.emotion if cell.emotion_text is None else cell.emotion_text
        return joined(emotion, cell.favorite if self.favorite_in_prompt else "", self.others)

    def asked(self, prompt: str, shape: Shape, seed: int | None) -> GenerateRequest:
        """What is asked of the engine for one picture."""
        wishes = {name: getattr(self, name) for name in EngineWishes.model_fields}
        own = {"prompt": prompt, "width": shape.width, "height": shape.height, "seed": seed}
        return validated(GenerateRequest, wishes | own | {"negative_prompt": self.negative_prompt})


def joined(*parts: str) -> str:
    """`a, b, c` of the parts that say something; none begins or ends with a comma, and no comma is left over."""
    return ", ".join(bare for part in parts if (bare := part.strip(_EDGES)))


def _check_words(place: int, words: str) -> None:
    if not words.strip(_EDGES):
        raise ValueError(f"cells.{place}: expected words in emotion_text, others or prompt, got none")
    if len(words) > LONGEST_PROMPT:
        raise ValueError(f"cells.{place}: expected a prompt of at most {LONGEST_PROMPT} characters, got {len(words)}")
