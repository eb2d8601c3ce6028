// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { closeCamera, frameSize, inTime, openCamera, troubleOf } from "./camera";

test.each([
  [640, 480, [640, 480]],
  [1920, 1080, [960, 540]],
  [1080, 1920, [540, 960]],
  [0, 0, [0, 0]],
])("a frame of %i x %i is sent as %j", (width, height, wanted) => {
  expect(frameSize(width, height)).toEqual(wanted);
});

test.each([
  [new DOMException("", "NotAllowedError"), "denied"],
  [new DOMException("", "NotFoundError"), "missing"],
  [new DOMException("", "NotReadableError"), "busy"],
  ["something else", "missing"],
])("%s is told as %s", (error, wanted) => {
  expect(troubleOf(error)).toBe(wanted);
});

test("a page without cameras is told, not broken", async () => {
  await expect(openCamera()).rejects.toMatchObject({ name: "SecurityError" });
});

test("closing stops every track", () => {
  const tracks = [{ stop: vi.fn() }, { stop: vi.fn() }];
  closeCamera({ getTracks: () => tracks } as unknown as MediaStream);
  for (const { stop } of tracks) expect(stop).toHaveBeenCalledOnce();
});

test("a camera that never answers is told as busy within ten seconds", async () => {
  vi.useFakeTimers();
  const told = inTime(new Promise<never>(() => {})).catch(troubleOf);
  await vi.advanceTimersByTimeAsync(10_000);
  await expect(told).resolves.toBe("busy");
  await expect(inTime(Promise.resolve("open"))).resolves.toBe("open");
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
