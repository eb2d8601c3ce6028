/** Choices in a prompt, as far as the page needs to know; the server makes them. */
const CHOICE = /(?<!\\)\{[^{}]*\||__[^\W_][\w-]*__|__[^\s_,][^\s,]*__/u;

/** Whether a prompt may hold something to choose: `__name__` or `{a|b}`. */
export const mayChoose = (prompt: string): boolean => CHOICE.test(prompt);

/** The words of a list as they are typed, one a line. */
export const wordsIn = (typed: string): string[] =>
  [...new Set(typed.split(/\r?\n/).map((word) => word.trim()))].filter(Boolean);

/** The prompt with something more at its end. */
export const withMore = (prompt: string, more: string): string => {
  const before = prompt.trimEnd().replace(/,$/, "");
  return before === "" ? more : `${before}, ${more}`;
};
