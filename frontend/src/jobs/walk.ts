/** Walking through a list by keys. */
const PAGE = 10;

/** The row that a key leads to from `at`, or null where the key does not walk. */
export function walked(key: string, at: number, rows: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    PageUp: -PAGE,
    PageDown: PAGE,
    Home: -rows,
    End: rows,
  };
  const step = steps[key];
  return step === undefined || rows === 0 ? null : Math.min(Math.max(0, at + step), rows - 1);
}
