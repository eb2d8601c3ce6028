/**
 * The brackets of a prompt, as Stable Diffusion interfaces read them: (a) counts 1.1 times, [a] the 1.1th part, (a:1.2)
 * 1.2 times, and a backslash takes the meaning from the bracket after it. A bracket that is never closed is a sign like
 * any other here, since what is typed must not disappear.
 */

export interface Run {
  readonly text: string; // without backslashes and brackets
  readonly weight: number;
  readonly isTag: boolean; // <lora:name:0.8> and its like, brackets included
}

const PAIR = { "(": ")", "[": "]" } as const;
const FACTOR = { ")": 1.1, "]": 1 / 1.1 } as const;
const SIGN = /<[^<>]+>|\\[()[\]\\]|:\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*\)|[\s\S]/gy;

interface Open {
  readonly sign: keyof typeof PAIR;
  readonly at: number; // its own place in the runs
}

/** The runs of a text, neighbours of one weight joined. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  const open: Open[] = [];
  const say = (said: string, isTag = false) => runs.push({ text: said, weight: 1, isTag });
  const close = (sign: ")" | "]", factor: number): boolean => {
    const last = open.findLastIndex((one) => PAIR[one.sign] === sign);
    if (last < 0) return false;
    const { at } = open[last] as Open;
    open.length = last;
    runs[at] = { text: "", weight: 1, isTag: false };
    for (let i = at; i < runs.length; i++) runs[i] = weighed(runs[i] as Run, factor);
    return true;
  };
  for (const [sign] of text.matchAll(SIGN)) {
    if (sign === "(" || sign === "[") {
      open.push({ sign, at: runs.length });
      say(sign);
    } else if (sign === ")" || sign === "]") {
      if (!close(sign, FACTOR[sign])) say(sign);
    } else if (sign.length > 1 && sign.startsWith(":")) {
      if (!close(")", Number(sign.slice(1, -1)))) say(sign);
    } else if (sign.length > 1 && sign.startsWith("\\")) say(sign.slice(1));
    else say(sign, sign.length > 2);
  }
  return joined(runs);
}

const weighed = (run: Run, factor: number): Run => ({ ...run, weight: run.weight * factor });

function joined(runs: readonly Run[]): Run[] {
  const found: Run[] = [];
  for (const run of runs) {
    const before = found.at(-1);
    if (run.text === "") continue;
    if (before && !before.isTag && !run.isTag && before.weight === run.weight)
      found[found.length - 1] = { ...before, text: before.text + run.text };
    else found.push(run);
  }
  return found;
}
