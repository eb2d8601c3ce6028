import { expect, test } from "vitest";
import { weighed } from "./weigh";

/** The text with what is marked between two bars; one bar is a cursor. */
function marked(written: string) {
  const start = written.indexOf("|");
  const end = written.lastIndexOf("|") - (written.lastIndexOf("|") > start ? 1 : 0);
  return { text: written.replaceAll("|", ""), start, end };
}

const shown = ({ text, start, end }: { text: string; start: number; end: number }) =>
  `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;

test.each([
  ["red ro|ses, fog", 1, "red (|roses|:1.1), fog"],
  ["red roses|, fog", -1, "red (|roses|:0.9), fog"],
  ["|red roses|, fog", 2, "(|red roses|:1.2), fog"],
  ["a| red roses |, fog", 1, "a (|red roses|:1.1) , fog"],
  ["(ro|ses:1.1), fog", 1, "(|roses|:1.2), fog"],
  ["(red ro|ses:1.1), fog", -1, "|red roses|, fog"],
  ["(roses|:1.1)", 1, "(|roses|:1.2)"],
  ["(ro|ses), fog", 1, "(|roses|:1.2), fog"],
  ["((a:1.2) b|:1.4)", 1, "(|(a:1.2) b|:1.5)"],
  ["((a|:1.2) b:1.4)", 1, "((|a|:1.3) b:1.4)"],
  ["(a:3.0|)", 5, "(|a|:3.0)"],
  ["(a|:0.1)", -5, "(|a|:0.0)"],
  ["\\(ro|ses\\)", 1, "\\((|roses|:1.1)\\)"],
  ["장|미, 안개", 1, "(|장미|:1.1), 안개"],
  ["a,| , b", 1, "a,|| , b"],
  ["|", 1, "||"],
])("%j by %i steps is %j", (written, steps, after) => {
  expect(shown(weighed(marked(written), steps))).toBe(after);
});

test("up and down again leaves the text as it was", () => {
  const before = marked("a |red rose|, b");
  expect(weighed(weighed(before, 1), -1)).toEqual(before);
});
