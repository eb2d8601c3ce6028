import { expect, test } from "vitest";
import { csvOf, tableOf } from "./table";

test("a table has the rows' names first, and reads the same as CSV", () => {
  const name = (label: string) => ({ key: label, label });
  const grid = { rows: [name("happy"), name("sad")], columns: [name("day")], values: [[1], [0]] };
  const table = tableOf("Emotion", grid);
  expect(table).toEqual({
    columns: ["Emotion", "day"],
    rows: [
      ["happy", 1],
      ["sad", 0],
    ],
  });
  expect(csvOf(table)).toBe("Emotion,day\r\nhappy,1\r\nsad,0\r\n");
});

test("commas, quotes and what is not known are written so that a spreadsheet reads them back", () => {
  expect(csvOf({ columns: ["Zone", "Age"], rows: [['the "red", one', null]] })).toBe(
    'Zone,Age\r\n"the ""red"", one",\r\n',
  );
});
