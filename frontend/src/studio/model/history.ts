/** A value with the way back and forth: every act is one step, and acts that belong together are one. */

export interface History<Value> {
  readonly now: Value;
  readonly past: readonly Value[];
  readonly future: readonly Value[];
  readonly last: Mark | null; // of the last act
}

/** What an act touched and when: acts on the same thing in quick succession, as of one slider, are one step. */
export interface Mark {
  readonly on: string;
  readonly at_ms: number;
}

export const STEPS_KEPT = 500;
const TOGETHER_MS = 900;

export const historyOf = <Value>(now: Value): History<Value> => ({ now, past: [], future: [], last: null });

/** After one more act, from which what was undone cannot be brought back. */
export function acted<Value>(history: History<Value>, now: Value, mark: Mark | null): History<Value> {
  if (now === history.now) return history;
  const { last } = history;
  const isTogether = mark && last && mark.on === last.on && mark.at_ms - last.at_ms < TOGETHER_MS;
  const past = isTogether ? history.past : [...history.past, history.now].slice(-STEPS_KEPT);
  return { now, past, future: [], last: mark };
}

/** The same history with every moment of it changed. */
export const mapped = <Value>(history: History<Value>, change: (value: Value) => Value): History<Value> => ({
  ...history,
  now: change(history.now),
  past: history.past.map(change),
  future: history.future.map(change),
});

export function undone<Value>(history: History<Value>): History<Value> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    now: before,
    past: history.past.slice(0, -1),
    future: [history.now, ...history.future],
    last: null,
  };
}

export function redone<Value>(history: History<Value>): History<Value> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { now: after, past: [...history.past, history.now], future, last: null };
}
