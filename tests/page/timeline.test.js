// Dates in words, and the years of a timeline.
import assert from "node:assert/strict";
import test from "node:test";
import { byYear, dayOf, readFrom, stretches, whenOf } from "../../qa/web/static/timeline/days.js";

test("a date is said under its year, as exactly as it is known", () => {
  assert.deepEqual(["1871", "1871-05", "1871-05-03"].map(dayOf), ["", "May", "3 May"]);
});

test("a range says its end, with the year where that is another one", () => {
  const ranges = [
    ["1871-05-03", "1871-05-03"], ["1871-05-03", "1871-06-01"], ["1871-12", "1872-01"], ["1871", "1875"],
  ];
  assert.deepEqual(ranges.map(([first, last]) => whenOf({ first, last })),
    ["3 May", "3 May – 1 June", "December – January 1872", "to 1875"]);
});

test("it is said from where a date was read", () => {
  const published = "2019-03-12";
  assert.equal(readFrom({ relative: false, year_from: null, published }), "");
  assert.match(readFrom({ relative: true, year_from: null, published }), /document’s date, 2019-03-12/);
  assert.match(readFrom({ relative: false, year_from: "mail", published }), /mail’s date, 2019-03-12/);
  assert.match(readFrom({ relative: false, year_from: "heading", published }), /heading/);
  assert.match(readFrom({ relative: false, year_from: "sentence_before", published }), /sentence before/);
});

test("events stand under the year that they begin in", () => {
  const events = ["1871", "1871-05-03", "1872"].map((first) => /** @type {any} */ ({ first }));
  assert.deepEqual(byYear(events).map(([year, of]) => [year, of.length]), [["1871", 2], ["1872", 1]]);
});

test("years are put together where there is no room for each", () => {
  const years = [["1868", 2], ["1871", 1], ["1904", 3]]
    .map(([year, dates]) => /** @type {any} */ ({ year, dates }));
  const single = stretches(years, 40);
  assert.deepEqual([single.length, single[0], single[1]],
    [37, { first: 1868, last: 1868, dates: 2 }, { first: 1869, last: 1869, dates: 0 }]);
  assert.deepEqual(stretches(years, 5),
    [[1860, 2], [1870, 1], [1880, 0], [1890, 0], [1900, 3]]
      .map(([first, dates]) => ({ first, last: first + 9, dates })));
  assert.deepEqual(stretches([], 5), []);
});
