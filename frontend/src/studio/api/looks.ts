/** What small models see in a rectangle of a picture: people, lines, words, the thing under a click. */
import { call, send } from "../../api/client";
import type { Box } from "../model/geometry";
import type { Detector } from "../model/sheet";

/** Where to look. */
export interface Place {
  readonly picture: string;
  readonly journal: string | null; // look at what it shows now
  readonly box: Box;
}

const bodyOf = ({ picture, journal, box }: Place) => ({
  picture,
  ...(journal ? { journal } : {}),
  box: [box.x, box.y, box.width, box.height],
});

/** A PNG of grey lines on black that covers the box, maybe smaller than it. */
export const lookForLines = async (place: Place, detector: Detector): Promise<ArrayBuffer> =>
  (await send("api/looks/lines", { method: "POST", json: { ...bodyOf(place), detector } })).arrayBuffer();

export interface TracedLine {
  readonly points: readonly (readonly [number, number])[];
  readonly width_px: number;
  readonly weight: number;
}

export const traceLines = (place: Place, detector: Detector): Promise<{ strokes: TracedLine[] }> =>
  call("api/looks/strokes", { method: "POST", json: { ...bodyOf(place), detector } });

export interface Person {
  readonly index: number; // 1 is the first from the left
  readonly box: readonly [number, number, number, number];
  readonly score: number;
  readonly parts: readonly string[];
}

export interface PeopleSeen {
  readonly people: readonly Person[];
  readonly labels: string; // a PNG in base64: person * 8 + part at each place, 0 for nobody
  readonly width: number;
  readonly height: number;
}

export const lookForPeople = (place: Place): Promise<PeopleSeen> =>
  call("api/looks/people", { method: "POST", json: bodyOf(place) });

export type Region = "face" | "body" | "person";

export const boxAround = (
  picture: string,
  journal: string | null,
  region: Region,
  person: number | null,
): Promise<{ box: [number, number, number, number] }> =>
  call("api/looks/box", {
    method: "POST",
    json: { picture, region, ...(journal ? { journal } : {}), ...(person ? { person } : {}) },
  });

export interface TagsSeen {
  readonly source: string;
  readonly prompt: string | null;
  readonly negative_prompt: string | null;
  readonly tags: readonly { readonly name: string; readonly confidence: number }[];
}

export const lookForTags = (place: Place, engine: string): Promise<TagsSeen> =>
  call("api/looks/tags", { method: "POST", json: { ...bodyOf(place), ...(engine ? { engine } : {}) } });

export interface Seed {
  readonly x: number;
  readonly y: number;
  readonly keep: boolean;
}

/** The mask of the thing that was pointed at, as a PNG of the box's size. */
export const selectThing = async (place: Place, points: readonly Seed[]): Promise<ArrayBuffer> =>
  (await send("api/looks/select", { method: "POST", json: { ...bodyOf(place), points } })).arrayBuffer();

export interface Eye {
  readonly available: boolean;
  readonly reason: string | null;
}

export interface Eyes {
  readonly detectors: readonly (Eye & { readonly id: Detector })[];
  readonly people: Eye;
  readonly tagger: Eye & { readonly id: string };
  readonly select: Eye;
}

export const getEyes = (): Promise<Eyes> => call("api/looks");
