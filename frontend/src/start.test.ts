import { expect, test } from "vitest";

test("the page has a place to render into", () => {
  document.body.innerHTML = '<div id="root"></div>';
  expect(document.getElementById("root")).not.toBeNull();
});
