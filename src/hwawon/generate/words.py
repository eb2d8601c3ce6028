"""The words of a request as its job will hear them: choices made before the job is, so that it can be told exactly."""

from hwawon import seeds
from hwawon.errors import BadInput
from hwawon.generate.request import GenerateRequest
from hwawon.prompts import wildcards
from hwawon.prompts.expand import expanded, has_choices
from hwawon.storage.database import Database


def settled(database: Database, request: GenerateRequest, key: str | None = None) -> tuple[GenerateRequest, str | None]:
    """The request with its exact prompt, and the prompt as it was typed where that had choices, else None.

    Choices follow the request's seed. Where it has none, one is set: drawn from `key`, which makes what is sent twice
    the same, or at random.

    Raises:
        BadInput: see `expanded`; or nothing is left of the prompt.
    """
    if not has_choices(request.prompt):
        return request, None
    seeded = request.with_seed(seeds.of_text(key) if key else seeds.drawn())
    assert seeded.seed is not None
    with database.read() as tx:
        lists = wildcards.words_by_name(tx)
    prompt = expanded(request.prompt, seeded.seed, lists)
    if not prompt.strip():
        raise BadInput(f"the choices of {request.prompt[:80]!r} can leave the prompt empty")
    return seeded.model_copy(update={"prompt": prompt}), request.prompt
