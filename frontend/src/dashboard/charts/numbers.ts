/** Numbers as people read them. */

export const percent = (language: string, share: number, digits = 0): string =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(share);

export const decimal = (language: string, value: number, digits = 1): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
