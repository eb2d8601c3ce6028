"""Prompts become the numbers that diffusers and A1111 make of them."""

from __future__ import annotations

from typing import Any

import pytest

from hwawon.engines.diffusion.prompt import parse_attention
from hwawon.errors import BadInput
from hwawon.weights.record import Family
from support.tiny_clip import tiny_text_encoder, tiny_tokenizer
from support.tiny_diffusers import Tiny, pipeline
from support.torch_here import needs_torch

pytestmark = needs_torch
PROMPT = "a red flower, in the garden"


def encoder_of(pipe: Any, family: Family, **more: Any) -> Any:
    from hwawon.engines.diffusion.encode import Encoder

    if family is Family.SDXL:
        return Encoder([pipe.tokenizer, pipe.tokenizer_2], [pipe.text_encoder, pipe.text_encoder_2], family, **more)
    return Encoder([pipe.tokenizer], [pipe.text_encoder], family, **more)


@pytest.mark.parametrize("family", list(Family))
def test_a_plain_prompt_is_encoded_as_by_diffusers(family: Family) -> None:
    import torch

    pipe = pipeline(Tiny(family))
    found = encoder_of(pipe, family).encode_pair([PROMPT, "a cat"], ["blue bird", ""])
    for row, (prompt, negative) in enumerate([(PROMPT, "blue bird"), ("a cat", None if family is Family.SDXL else "")]):
        theirs = pipe.encode_prompt(
            prompt=prompt,
            device="cpu",
            num_images_per_prompt=1,
            do_classifier_free_guidance=True,
            negative_prompt=negative,
        )
        assert torch.equal(found.positive[row], theirs[0][0])
        assert torch.equal(found.negative[row], theirs[1][0])
        if family is Family.SDXL:
            assert torch.equal(found.pooled[row], theirs[2][0])
            assert torch.equal(found.negative_pooled[row], theirs[3][0])


@pytest.mark.parametrize("clip_skip", [2, 3])
def test_clip_skip_reads_an_earlier_layer_and_norms_it_as_a1111_does(clip_skip: int) -> None:
    import torch

    pipe = pipeline(Tiny())
    found = encoder_of(pipe, Family.SD15).encode(PROMPT, clip_skip)
    ids = pipe.tokenizer(PROMPT, padding="max_length", return_tensors="pt").input_ids
    with torch.inference_mode():
        states = pipe.text_encoder(ids, output_hidden_states=True).hidden_states[-clip_skip]
        expected = pipe.text_encoder.final_layer_norm(states)
    assert torch.equal(found.embeds, expected)
    assert not torch.equal(found.embeds, encoder_of(pipe, Family.SD15).encode(PROMPT, 1).embeds)


def test_weights_multiply_the_states_and_keep_their_mean_as_in_a1111() -> None:
    import torch

    pipe = pipeline(Tiny())
    encoder = encoder_of(pipe, Family.SD15)
    plain = encoder.encode("a red flower").embeds[0]
    weighted = encoder.encode("a (red:1.5) flower").embeds[0]
    pieces = parse_attention("a (red:1.5) flower")
    assert [piece.weight for piece in pieces] == [1.0, 1.5, 1.0]
    expected = plain.clone()
    expected[2] *= 1.5  # start, a, red
    expected *= plain.mean() / expected.mean()
    assert torch.allclose(weighted, expected, atol=1e-6)


def test_a_long_prompt_is_several_chunks_and_its_negative_is_filled_up() -> None:
    pipe = pipeline(Tiny())
    found = encoder_of(pipe, Family.SD15).encode_pair(["red flower " * 60], ["blue"])
    assert found.positive.shape == found.negative.shape == (1, 154, 768)


def test_each_distinct_prompt_is_encoded_once() -> None:
    pipe = pipeline(Tiny())
    calls: list[Any] = []
    pipe.text_encoder.register_forward_pre_hook(lambda *_: calls.append(1))
    encoder = encoder_of(pipe, Family.SD15)
    for _ in range(3):
        encoder.encode_pair(["a cat", "a dog", "a cat"], ["", "", ""])
    assert len(calls) == 3
    encoder.forget()
    encoder.encode_pair(["a cat"], [""])
    assert len(calls) == 5


def test_an_absurdly_long_prompt_is_refused() -> None:
    with pytest.raises(BadInput, match="too long: expected at most 7500 tokens"):
        encoder_of(pipeline(Tiny()), Family.SD15).encode("cat " * 8000)


def test_an_embeddings_vectors_reach_the_network() -> None:
    import torch

    network, tokenizer = tiny_text_encoder(768), tiny_tokenizer()
    from hwawon.engines.diffusion.encode import Encoder

    cat = tokenizer("cat", add_special_tokens=False)["input_ids"]
    own = network.embeddings.token_embedding.weight[cat].detach()
    encoder = Encoder([tokenizer], [network], Family.SD15, {"kitty": (own,)})
    with_word, with_cat = encoder.encode("a kitty"), encoder.encode("a cat")
    assert torch.equal(with_word.embeds, with_cat.embeds)
