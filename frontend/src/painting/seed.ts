/** The seed as it is typed; empty lets the server draw one. */

export const LARGEST_SEED = 2 ** 32 - 1;

export function isSeed(typed: string): boolean {
  const seed = typed.trim();
  return seed === "" || (/^\d+$/.test(seed) && Number(seed) <= LARGEST_SEED);
}
