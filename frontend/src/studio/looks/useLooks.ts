/** What is seen in the chosen rectangle: people, lines and words, looked for side by side. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useSettled } from "../../painting/useSettled";
import {
  type Eye,
  type Eyes,
  getEyes,
  lookForLines,
  lookForPeople,
  lookForTags,
  type Person,
  type Place,
  type TagsSeen,
} from "../api/looks";
import { useRoom } from "../canvas/room";
import type { Box } from "../model/geometry";
import { drawnStrokes } from "../model/lines";
import { PARTS, partsMask } from "../model/people";
import { boundsOf, emptyPlane, joinPlanes, type Plane } from "../model/plane";
import { type Grey, greyOf, planeOf } from "../model/png";
import type { Detector } from "../model/sheet";
import { useStore, useStudio } from "../model/store";
import { type Studio, sheetOf } from "../model/studio";
import { extractedFrom } from "../prompt/extracted";

export interface PeopleHere {
  readonly people: readonly Person[];
  readonly labels: Grey; // covers the box
  readonly box: Box;
}

/** One look: under way, done, failed, or not possible here. */
export interface Look<Seen> {
  readonly data: Seen | undefined;
  readonly error: Error | null;
  readonly isFetching: boolean;
  refetch(): unknown;
}

export interface Looks {
  readonly place: Place | null; // null: no rectangle is chosen
  readonly lines: Look<Plane>;
  readonly people: Look<PeopleHere>;
  readonly tags: Look<TagsSeen>;
}

const FRESH = { staleTime: Number.POSITIVE_INFINITY, gcTime: 120_000, retry: false } as const;

/** Where to look now, as text: it changes with the rectangle and with what the steps show. */
function placeText({ picture, journal, history }: Studio): string {
  const { box, steps } = history.now;
  if (!picture || !box) return "";
  const shown = steps
    .filter(({ muted }) => !muted)
    .map(({ id, opacity, feather_px }) => [id, opacity, feather_px]);
  return JSON.stringify([{ picture: picture.id, journal: journal?.id ?? null, box }, shown]);
}

const SETTLE_MS = 500;

export function useLooks(): Looks {
  const now = useStudio(placeText);
  const key = useSettled(now, SETTLE_MS);
  const isSettled = key === now; // while the rectangle moves, nothing is shown rather than something stale
  const place = useMemo(() => (key ? (JSON.parse(key) as [Place, unknown])[0] : null), [key]);
  const detector = useStudio((studio) => sheetOf(studio).wishes.detector);
  const engine = useStudio((studio) => sheetOf(studio).wishes.settings.engine);
  const eyes = useQuery({ queryKey: ["eyes"], queryFn: getEyes, staleTime: 60_000 });
  const at = place ?? NOWHERE;
  // What is known to be missing is not asked for, but named.
  const lacks = lackingEyes(eyes.data, detector);
  const mayLook = place !== null && isSettled && !eyes.isPending;
  const lines = useQuery({
    queryKey: ["look", "lines", key, detector],
    queryFn: async () => planeOf(greyOf(await lookForLines(at, detector)), at.box),
    enabled: mayLook && !lacks.lines,
    ...FRESH,
  });
  const people = useQuery({
    queryKey: ["look", "people", key],
    queryFn: async () => peopleOf(await lookForPeople(at), at.box),
    enabled: mayLook && !lacks.people,
    ...FRESH,
  });
  const tags = useQuery({
    queryKey: ["look", "tags", key, engine],
    queryFn: () => lookForTags(at, engine),
    enabled: mayLook, // also without a tagger: the file may tell its prompt
    ...FRESH,
  });
  const look = <Seen>(found: Look<Seen>, lack: Error | null): Look<Seen> =>
    lack ? { data: undefined, error: lack, isFetching: false, refetch: eyes.refetch } : found;
  return {
    place: isSettled ? place : null,
    lines: look(lines, lacks.lines),
    people: look(people, lacks.people),
    tags,
  };
}

/** Why a look cannot be taken on this installation; null where it can, or where nothing is known. */
function lackingEyes(eyes: Eyes | undefined, detector: Detector) {
  const lack = (eye: Eye | undefined) => (eye?.available === false ? new Error(eye.reason ?? "") : null);
  return {
    lines: lack(eyes?.detectors.find(({ id }) => id === detector)),
    people: lack(eyes?.people),
  };
}

const NOWHERE: Place = { picture: "", journal: null, box: { x: 0, y: 0, width: 1, height: 1 } };

function peopleOf({ people, labels }: Awaited<ReturnType<typeof lookForPeople>>, box: Box): PeopleHere {
  const bytes = Uint8Array.from(atob(labels), (sign) => sign.charCodeAt(0));
  return { people, labels: greyOf(bytes), box };
}

/** The plane of some parts of some people, over the whole rectangle. */
export const peoplePlane = (
  { labels, box }: PeopleHere,
  people: ReadonlySet<number> | null,
  parts: Parameters<typeof partsMask>[2],
): Plane => planeOf(partsMask(labels, people, parts), box);

export const strongest = (one: number, other: number): number => Math.max(one, other);

/** Puts what was seen where it belongs: lines on the easel, people into an empty mask, words among the proposals. */
export function useLooksTaken(looks: Looks): void {
  const store = useStore();
  const room = useRoom();
  const strokes = useStudio((studio) => sheetOf(studio).strokes);
  const picture = useStudio((studio) => studio.picture);
  const lines = looks.place ? looks.lines.data : undefined;
  const traced = useMemo(
    () => (strokes && picture ? drawnStrokes(strokes, picture) : null),
    [strokes, picture],
  );
  useEffect(() => room.found.set(traced ?? lines ?? emptyPlane), [room, traced, lines]);
  const people = looks.place ? looks.people.data : undefined;
  useEffect(() => {
    if (!people || people.people.length === 0) return;
    const { mask } = sheetOf(store.get());
    if (boundsOf(mask, people.box)) return; // what is painted already is left alone
    const seen = peoplePlane(people, null, new Set(PARTS));
    store.tell({ type: "act", sheet: { mask: joinPlanes(mask, seen, strongest) } });
  }, [people, store]);
  const tags = looks.place ? looks.tags.data : undefined;
  useEffect(() => {
    if (tags) store.tell({ type: "proposed", extracted: extractedFrom(tags) });
  }, [tags, store]);
}
