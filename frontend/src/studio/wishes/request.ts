/** The wishes as the server is told of them: only what differs from its own defaults. */
import type { Engine, EngineWishes, RetouchRequest } from "../../api/types";
import { fieldsOf } from "../../painting/settings";
import type { Box } from "../model/geometry";
import type { Precision, Wishes } from "../model/sheet";
import { type Studio, sheetOf } from "../model/studio";
import { negativeOf, promptOf } from "../prompt/serialise";
import { CONSISTENT, canBeConsistent, heeds, usualSampler } from "./honours";
import { lacksOf } from "./lacks";

/** Pictures that were uploaded for this request; null where there is none. */
export interface Uploads {
  readonly mask: string;
  readonly lines: string | null;
  readonly strengths: string | null;
}

export type Request = RetouchRequest & { strengths?: string; trial?: boolean };
export type PlanRequest = Pick<RetouchRequest, "picture"> & Partial<Request>;

const THIS_PICTURE = "auto"; // the crop itself, as it is painted over

const FIDELITY = { precise: 1, moderate: 0.75, rough: 0.5 } as const satisfies Record<Precision, number>;

/** What is sent. `engine` is the one that will paint: what it does not heed is left out. */
export function requestOf(studio: Studio, ids: Uploads, box: Box, engine?: Engine): Request {
  const { wishes } = sheetOf(studio);
  if (!studio.picture) throw new Error("there is no picture to retouch");
  const seed = wishes.seed.trim();
  return {
    picture: studio.picture.id,
    mask: ids.mask,
    box: sidesOf(box),
    prompt: promptOf(wishes),
    ...(studio.journal ? { journal: studio.journal.id } : {}),
    ...wordsAgainst(wishes, engine),
    ...(seed ? { seed: Number(seed) } : {}),
    ...weightsOf(wishes, engine),
    ...guidesOf(wishes, ids, engine),
  };
}

/** What decides time and fit: the request without its words, its seed and its pictures; null while it would be refused. */
export function planOf(studio: Studio, box: Box | null, engine?: Engine): PlanRequest | null {
  const { picture } = studio;
  if (!picture || !box || lacksOf(studio).includes("settings")) return null;
  return { picture: picture.id, box: sidesOf(box), ...weightsOf(sheetOf(studio).wishes, engine) };
}

const sidesOf = ({ x, y, width, height }: Box): [number, number, number, number] => [x, y, width, height];

function wordsAgainst(wishes: Wishes, engine: Engine | undefined): Partial<Request> {
  const negative = heeds(engine, "negative_prompt") ? negativeOf(wishes) : "";
  return negative ? { negative_prompt: negative } : {};
}

/** The numbers and names; each is left out where it is the server's default. */
function weightsOf(wishes: Wishes, engine: Engine | undefined): Partial<Request> {
  const { strength, count, content, simplicity, antiGlare, colourMatch, opacity } = wishes;
  return {
    ...engineFields(wishes, engine),
    ...(strength === 60 ? {} : { strength: strength / 100 }),
    ...(count === 1 ? {} : { count }),
    ...(content === "auto" || !heeds(engine, "mask_content") ? {} : { mask_content: content }),
    ...(simplicity === 100 || !heeds(engine, "noise_multiplier")
      ? {}
      : { noise_multiplier: simplicity / 100 }),
    ...(antiGlare === 0 ? {} : { anti_glare: antiGlare }),
    ...(wishes.maskBlur_px === null ? {} : { feather_px: wishes.maskBlur_px }),
    ...(wishes.grow_px === null ? {} : { grow_px: wishes.grow_px }),
    ...(colourMatch === "auto" ? {} : { colour_match: colourMatch }),
    ...(opacity === 100 ? {} : { opacity: opacity / 100 }),
  };
}

function engineFields({ settings, consistency }: Wishes, engine: Engine | undefined): EngineWishes {
  const wished = { ...usualSampler(engine, settings), ...fieldsOf(settings) };
  if (!consistency || !canBeConsistent(engine)) return wished;
  const { schedule: _, ...rest } = wished; // it belongs to the other sampler
  return { ...rest, sampler: CONSISTENT };
}

function guidesOf(wishes: Wishes, ids: Uploads, engine: Engine | undefined): Partial<Request> {
  const lines = wishes.useLines && heeds(engine, "lines") ? ids.lines : null;
  const own = wishes.otherReference ? wishes.reference : THIS_PICTURE;
  const reference = wishes.useReference && heeds(engine, "reference") ? own : null;
  const strengths = wishes.useStrengths && heeds(engine, "strengths") ? ids.strengths : null;
  const { precision, referencePrecision } = wishes;
  return {
    ...(lines ? { lineart: lines } : {}),
    ...(lines && precision !== "precise" ? { precision } : {}),
    ...(reference ? { reference } : {}),
    ...(reference && referencePrecision !== "precise"
      ? { reference_strength: FIDELITY[referencePrecision] }
      : {}),
    ...(strengths ? { strengths } : {}),
  };
}
