/** Slices of a ring. */

const point = (share: number, radius: number): string => {
  const angle = 2 * Math.PI * share - Math.PI / 2; // from the top, clockwise
  return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
};

/** The path of a slice from one share of the whole (0..1) to another, around 0, 0. */
export function arc(from: number, to: number, inner: number, outer: number): string {
  const end = Math.min(to, from + 0.99999); // a full ring would end where it begins, and be nothing
  const large = end - from > 0.5 ? 1 : 0;
  return [
    `M${point(from, outer)}`,
    `A${outer} ${outer} 0 ${large} 1 ${point(end, outer)}`,
    `L${point(end, inner)}`,
    `A${inner} ${inner} 0 ${large} 0 ${point(from, inner)}Z`,
  ].join("");
}

/** Where each of these counts begins and ends, as shares of their sum. */
export function slices(values: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  let begun = 0;
  return values.map((value) => {
    const from = begun / total;
    begun += value;
    return [from, begun / total] as const;
  });
}
