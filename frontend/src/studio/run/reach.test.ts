import { describe, expect, test } from "vitest";
import { ApiError } from "../../api/client";
import { isUnreachable, untilAnswered } from "./reach";

describe("a server that is away", () => {
  test("is told from one that refuses", () => {
    expect(isUnreachable(new TypeError("Failed to fetch"))).toBe(true);
    expect(isUnreachable(new ApiError(502, "unknown", "Bad Gateway"))).toBe(true);
    expect(isUnreachable(new ApiError(503, "missing_model", "the model is not here"))).toBe(false);
    expect(isUnreachable(new ApiError(404, "not_found", "no such job"))).toBe(false);
  });

  test("is asked again until it answers", async () => {
    let asked = 0;
    const ask = async () => {
      asked += 1;
      if (asked < 3) throw new TypeError("Failed to fetch");
      return "here";
    };
    expect(await untilAnswered(ask, 1)).toBe("here");
    expect(asked).toBe(3);
  });

  test("is not asked again once it has refused", async () => {
    const ask = () => Promise.reject(new ApiError(409, "conflict", "too late"));
    await expect(untilAnswered(ask, 1)).rejects.toThrow("too late");
  });
});
