import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { emptyPlane, fillBox, readBox, valueAt } from "./plane";
import { greyOf, planeOf, pngOf, pngOfBox, stretched } from "./png";

const bytesOf = async (blob: Blob): Promise<ArrayBuffer> => blob.arrayBuffer();

describe("a grey PNG", () => {
  test("gives back every value", async () => {
    const values = Uint8Array.from({ length: 256 * 2 }, (_, place) => place % 256);
    const read = greyOf(await bytesOf(pngOf({ width: 256, height: 2, values })));
    expect(read).toEqual({ width: 256, height: 2, values });
  });

  test("of a box holds just that box of the plane", async () => {
    const plane = fillBox(emptyPlane, { x: 300, y: 300, width: 4, height: 4 }, 77);
    const read = greyOf(await bytesOf(pngOfBox(plane, { x: 298, y: 299, width: 5, height: 3 })));
    expect([...read.values]).toEqual([0, 0, 0, 0, 0, 0, 0, 77, 77, 77, 0, 0, 77, 77, 77]);
  });

  test("of other kinds is read too: 16 bits, colour, one bit", () => {
    const deep = encode({
      width: 2,
      height: 1,
      channels: 1,
      depth: 16,
      data: Uint16Array.of(0x1234, 0xffff),
    });
    expect([...greyOf(deep).values]).toEqual([0x12, 0xff]);
    const colour = encode({ width: 1, height: 1, channels: 3, depth: 8, data: Uint8Array.of(9, 8, 7) });
    expect([...greyOf(colour).values]).toEqual([9]);
    const bits = encode({
      width: 10,
      height: 1,
      channels: 1,
      depth: 1,
      data: Uint8Array.of(0b10110000, 0b01000000),
    });
    expect([...greyOf(bits).values]).toEqual([255, 0, 255, 255, 0, 0, 0, 0, 0, 255]);
  });

  test("that is none is refused", () => {
    expect(() => greyOf(new TextEncoder().encode("no picture"))).toThrow();
  });
});

describe("stretched values", () => {
  test("stay as they are at their own size", () => {
    const grey = { width: 3, height: 1, values: Uint8Array.of(1, 2, 3) };
    expect(stretched(grey, { width: 3, height: 1 })).toBe(grey.values);
  });

  test("keep flat areas flat and the middle in the middle", () => {
    const half = { width: 2, height: 2, values: Uint8Array.of(0, 255, 0, 255) };
    const wide = stretched(half, { width: 8, height: 4 });
    expect(wide[0]).toBe(0);
    expect(wide[7]).toBe(255);
    expect((wide[3] as number) + (wide[4] as number)).toBe(255);
  });

  test("lie over their box", () => {
    const plane = planeOf(
      { width: 1, height: 1, values: Uint8Array.of(40) },
      { x: 5, y: 6, width: 3, height: 2 },
    );
    expect(readBox(plane, { x: 4, y: 6, width: 5, height: 1 })).toEqual(Uint8Array.of(0, 40, 40, 40, 0));
    expect(valueAt(plane, 5, 8)).toBe(0);
  });
});
