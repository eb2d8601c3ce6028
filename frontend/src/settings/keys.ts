/** A person's own keys over the usual ones, as they are kept: only those that differ. */
import { CURATE_KEYS, type CurateAct, MOVABLE } from "../curate/keys";
import { STANDARD_KEYS, STUDIO_ACTS, type StudioAct } from "../studio/shortcuts";

export type OwnKeys = Readonly<Record<string, string>>;

/** Acts that share a keyboard: no two of them have the same key. */
export interface Keyboard {
  readonly acts: readonly string[]; // as they are kept
  usual(act: string): readonly string[]; // the first one is shown
}

export const STUDIO: Keyboard = {
  acts: STUDIO_ACTS,
  usual: (act) => [STANDARD_KEYS[act as StudioAct]],
};

const CURATE = "curate.";

export const CURATION: Keyboard = {
  acts: MOVABLE.map((act) => CURATE + act),
  usual: (act) => CURATE_KEYS[act.slice(CURATE.length) as CurateAct],
};

export const keyOf = ({ usual }: Keyboard, own: OwnKeys, act: string): string =>
  own[act] ?? usual(act)[0] ?? "";

/** The other act that has a key already, or null. */
export const takerOf = ({ acts, usual }: Keyboard, own: OwnKeys, act: string, key: string): string | null =>
  acts.find((other) => other !== act && (own[other] ? own[other] === key : usual(other).includes(key))) ??
  null;

/** The same keys with another one for an act; what is usual is not kept. */
export function withKey({ usual }: Keyboard, own: OwnKeys, act: string, key: string): OwnKeys {
  const { [act]: _, ...others } = own;
  return key === usual(act)[0] ? others : { ...others, [act]: key };
}

/** The same keys where an act has the key of another, and that one what the first had. */
export function swapped(board: Keyboard, own: OwnKeys, act: string, other: string): OwnKeys {
  const [key, otherKey] = [keyOf(board, own, act), keyOf(board, own, other)];
  return withKey(board, withKey(board, own, act, otherKey), other, key);
}

/** The same keys with the usual ones for all acts of one keyboard. */
export const withoutOwn = ({ acts }: Keyboard, own: OwnKeys): OwnKeys =>
  Object.fromEntries(Object.entries(own).filter(([act]) => !acts.includes(act)));

const OF_THE_BROWSER = ["W", "T", "N", "L", "R", "P", "F", "Tab", "Shift+T", "Shift+N", "Shift+W"].map(
  (key) => `Ctrl+${key}`,
);
/** Keys that walk through every page, and press its buttons. */
const OF_THE_PAGE = [
  "Tab",
  "Shift+Tab",
  "Enter",
  " ",
  "Escape",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
];

/** Whether a key has a meaning that no page should take away. */
export const isReserved = (key: string): boolean =>
  OF_THE_BROWSER.includes(key) || OF_THE_PAGE.includes(key) || /^F\d+$/.test(key);

export const isModifier = (key: string): boolean =>
  ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(key);

const GROUPS = {
  tools: (act) => act.startsWith("tool."),
  mask: (act) => act.endsWith("Mask") && !act.startsWith("toggle"),
  brush: (act) => ["smaller", "larger", "softer", "harder"].includes(act),
  work: (act) =>
    ["undo", "redo", "execute", "abort", "keep", "nextCandidate", "previousCandidate"].includes(act),
  view: () => true,
} as const satisfies Record<string, (act: StudioAct) => boolean>;

export type Group = keyof typeof GROUPS;

/** All acts of the studio, each in the first group that it belongs to. */
export function grouped(): [Group, StudioAct[]][] {
  const groups = Object.keys(GROUPS) as Group[];
  const groupOf = (act: StudioAct) => groups.find((group) => GROUPS[group](act));
  return groups.map((group) => [group, STUDIO_ACTS.filter((act) => groupOf(act) === group)]);
}

const LOOKING: readonly CurateAct[] = [
  "grid",
  "two",
  "four",
  "details",
  "zoomIn",
  "zoomOut",
  "fit",
  "legend",
  "pin",
];

/** The acts of curation that people may move: verdicts, then ways of looking. */
export const curationGroups = (): ["verdicts" | "look", CurateAct[]][] => [
  ["verdicts", MOVABLE.filter((act) => !LOOKING.includes(act))],
  ["look", MOVABLE.filter((act) => LOOKING.includes(act))],
];
