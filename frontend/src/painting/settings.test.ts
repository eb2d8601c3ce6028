import { describe, expect, test } from "vitest";
import { aCheckpoint, anEngine } from "../testing/samples";
import {
  engineOf,
  fieldsOf,
  isInRange,
  isOffered,
  noSettings,
  settingsFor,
  settingsOf,
  withLora,
  wrongNumber,
} from "./settings";

const painter = anEngine();
const diffusers = anEngine({
  engine: "diffusers",
  is_stable_diffusion: true,
  samplers: ["Euler a", "DPM++ 2M"],
  schedules: ["Karras"],
  vaes: ["vae-ft-mse"],
  checkpoints: [
    aCheckpoint({ id: "garden-xl", default_sampler: "DPM++ 2M" }),
    aCheckpoint({ id: "garden-15", family: "sd15" }),
  ],
});

describe("what an engine offers", () => {
  test("a choice of one is no choice, but a schedule or a VAE may be taken or left", () => {
    expect(isOffered(painter, "checkpoint")).toBe(false);
    expect(isOffered(painter, "sampler")).toBe(false);
    expect(isOffered(diffusers, "checkpoint")).toBe(true);
    expect(isOffered({ ...diffusers, checkpoints: diffusers.checkpoints.slice(1) }, "checkpoint")).toBe(true);
    expect(isOffered(diffusers, "vae")).toBe(true);
    expect(isOffered(diffusers, "schedule")).toBe(true);
    expect(isOffered(painter, "vae")).toBe(false);
  });

  test("guidance and clip skip are words of Stable Diffusion", () => {
    expect(isOffered(painter, "guidance")).toBe(false);
    expect(isOffered(diffusers, "clipSkip")).toBe(true);
    expect(isOffered(painter, "steps")).toBe(true);
  });

  test("without a choice the form speaks of the first, as with one that is gone", () => {
    expect(engineOf([painter, diffusers], noSettings)).toBe(painter);
    expect(engineOf([painter, diffusers], { ...noSettings, engine: "diffusers" })).toBe(diffusers);
    expect(engineOf([painter], { ...noSettings, engine: "diffusers" })).toBe(painter);
    expect(engineOf([], noSettings)).toBeUndefined();
  });
});

test("another engine keeps what it knows and is not asked for the rest", () => {
  const wished = { ...noSettings, sampler: "Euler a", checkpoint: "garden-15", steps: "12", guidance: "4" };
  expect(settingsFor(diffusers, wished)).toEqual({ ...wished, engine: "diffusers" });
  expect(settingsFor(painter, wished)).toEqual({ ...noSettings, engine: "painter", steps: "12" });
});

test.each([
  ["steps", "", true],
  ["steps", "150", true],
  ["steps", "0", false],
  ["steps", "1.5", false],
  ["steps", "many", false],
  ["guidance", "7.25", true],
  ["guidance", "31", false],
  ["clipSkip", "2", true],
  ["clipSkip", "13", false],
] as const)("%s of %j in range: %s", (field, typed, inRange) => {
  expect(isInRange(field, typed)).toBe(inRange);
  expect(wrongNumber({ ...noSettings, [field]: typed })).toBe(inRange ? null : field);
});

describe("the request", () => {
  test("names what was chosen and leaves out the rest", () => {
    expect(fieldsOf(noSettings)).toEqual({});
    expect(
      fieldsOf({ ...noSettings, engine: "diffusers", steps: " 20 ", guidance: "0", clipSkip: "2" }),
    ).toEqual({ engine: "diffusers", steps: 20, guidance_scale: 0, clip_skip: 2 });
  });

  test("fills the form again as it was", () => {
    const wished = { ...noSettings, engine: "diffusers", vae: "vae-ft-mse", steps: "20", guidance: "4.5" };
    expect(settingsOf(fieldsOf(wished))).toEqual(wished);
    expect(settingsOf({ engine: "painter", steps: null })).toEqual({ ...noSettings, engine: "painter" });
  });
});

test("a LoRA is added to the words once, with its weight", () => {
  expect(withLora("a garden", "ink")).toBe("a garden <lora:ink:0.8>");
  expect(withLora("a garden <lora:ink:0.4>", "ink")).toBe("a garden <lora:ink:0.4>");
  expect(withLora("", "ink")).toBe("<lora:ink:0.8>");
});
