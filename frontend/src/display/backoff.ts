/** How long to wait before trying again: twice as long each time, up to a bound, and never for good. */
export const FIRST_S = 1;
export const LONGEST_S = 30;

export function pauseS(failures: number): number {
  return failures <= 0 ? 0 : Math.min(LONGEST_S, FIRST_S * 2 ** Math.min(failures - 1, 10));
}
