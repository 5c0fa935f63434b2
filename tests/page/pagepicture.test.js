import assert from "node:assert/strict";
import test from "node:test";
import { firstMarked, naturalWidth, roundedWidth, USUAL } from "../../qa/web/static/read/pagepicture.js";

/**
 * Return the start of a PNG: its size, then the dots a metre (pHYs).
 * @param {number} width
 * @param {number} perMetre
 */
function png(width, perMetre, chunk = "pHYs") {
  const bytes = Buffer.alloc(54);
  bytes.write("\x89PNG\r\n\x1a\n", "latin1");
  bytes.writeUInt32BE(width, 16);
  bytes.write(chunk, 37, "latin1");
  bytes.writeUInt32BE(perMetre, 41);
  return new Blob([bytes]);
}

test("the width on paper follows from the pixels and the dots a metre that a picture tells", async () => {
  assert.equal(Math.round(await naturalWidth(png(1654, 7874))), 794); // A4 at 200 dots an inch
  assert.equal(Math.round(await naturalWidth(png(850, 3937))), 816); // US letter at 100
});

test("a picture that does not tell it, or breaks off, counts as A4", async () => {
  assert.equal(await naturalWidth(png(1654, 7874, "IDAT")), USUAL);
  assert.equal(await naturalWidth(png(1654, 7874).slice(0, 50)), USUAL);
});

test("a width is rounded up to hundreds, within what the server draws", () => {
  assert.deepEqual([1, 100, 101, 799.2, 9000].map(roundedWidth), [100, 100, 200, 800, 2400]);
});

test("the box begins at the first pixel in its green, pure or half white, and in no other colour", () => {
  const [white, grey, black, blue, yellow, leaf] =
    [[255, 255, 255], [160, 160, 160], [0, 0, 0], [90, 140, 255], [230, 180, 40], [70, 150, 50]];
  const [marker, paler] = [[168, 224, 194], [211, 239, 224]];
  const pixels = [white, grey, black, blue, yellow, leaf, paler, marker];
  const data = new Uint8ClampedArray(pixels.flatMap((pixel) => [...pixel, 255]));
  assert.deepEqual(firstMarked({ data, width: 4, height: 2 }), { x: 0.5, y: 0.5 });
  assert.equal(firstMarked({ data: data.slice(0, 24), width: 3, height: 2 }), null);
});
