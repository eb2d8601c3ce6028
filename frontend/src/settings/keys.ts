/** A person's own keys over the usual ones, as they are kept: only those that differ. */
import { STANDARD_KEYS, STUDIO_ACTS, type StudioAct } from "../studio/shortcuts";

export type OwnKeys = Readonly<Record<string, string>>;

export const keyOf = (own: OwnKeys, act: StudioAct): string => own[act] ?? STANDARD_KEYS[act];

/** The other act that has a key already, or null. */
export const takerOf = (own: OwnKeys, act: StudioAct, key: string): StudioAct | null =>
  STUDIO_ACTS.find((other) => other !== act && keyOf(own, other) === key) ?? null;

/** The same keys with another one for an act; what is usual is not kept. */
export function withKey(own: OwnKeys, act: StudioAct, key: string): OwnKeys {
  const { [act]: _, ...others } = own;
  return key === STANDARD_KEYS[act] ? others : { ...others, [act]: key };
}

/** The same keys where an act has the key of another, and that one what the first had. */
export function swapped(own: OwnKeys, act: StudioAct, other: StudioAct): OwnKeys {
  const [key, otherKey] = [keyOf(own, act), keyOf(own, other)];
  return withKey(withKey(own, act, otherKey), other, key);
}

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

/** All acts, each in the first group that it belongs to. */
export function grouped(): [Group, StudioAct[]][] {
  const groups = Object.keys(GROUPS) as Group[];
  const groupOf = (act: StudioAct) => groups.find((group) => GROUPS[group](act));
  return groups.map((group) => [group, STUDIO_ACTS.filter((act) => groupOf(act) === group)]);
}
