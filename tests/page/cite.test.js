import assert from "node:assert/strict";
import test from "node:test";
import { place, quoteWithAddress, quoteWithReference, reference } from "../../qa/web/static/base/cite.js";
import { citation } from "./made.js";

test("a Chicago note has author, work, publisher, date and page", () => {
  const note = reference(citation({ page: 7, page_label: "iii" }), "chicago");
  assert.equal(note, "Ada M. Lund, “Birds of the Fen” (Fen Press, March 5, 2021), iii.");
});

test("a Chicago note without a page names the heading, its full stop inside the quotation marks", () => {
  const note = reference(citation({ heading: ["Weather", "Rain"] }), "chicago");
  assert.equal(note, "Ada M. Lund, “Birds of the Fen” (Fen Press, March 5, 2021), under “Rain.”");
});

test("APA turns the names of people and leaves those of bodies", () => {
  const cited = citation({ author: "Ada M. Lund; Fen Research Institute" });
  assert.match(reference(cited, "apa"), /^Lund, A\. M\., & Fen Research Institute\. \(2021, March 5\)\./);
});

test("APA begins with the title where no author is known, and says where no date is", () => {
  const cited = citation({ author: "", published: "", publisher: "", page: 3 });
  assert.equal(reference(cited, "apa"), "Birds of the Fen. (n.d.). p. 3.");
});

for (const [published, shown] of [["2021", "(2021)"], ["2021-03", "(2021, March)"], ["2021-13", "(2021)"]]) {
  test(`APA gives of ${published} what is known`, () => {
    assert.ok(reference(citation({ published }), "apa").includes(shown));
  });
}

test("a plain reference names the span and its version", () => {
  const scanned = citation({ page: 2, page_label: "ii", recognized: true, place: "a/fen.md" });
  const plain = reference(scanned, "plain");
  assert.ok(plain.includes("p. ii (PDF page 2), read by OCR"));
  assert.ok(plain.endsWith("fen.md, a/fen.md, characters 10–20 (version 0123456789ab)."));
});

test("BibTeX escapes what it would read as markup and braces the names of bodies", () => {
  const cited = citation({ title: "50 % of {birds} & more", author: "Fen Council and Ada Lund", page: 9 });
  const entry = reference(cited, "bibtex");
  assert.ok(entry.startsWith("@misc{fencouncil-2021-50,\n"), entry);
  assert.ok(entry.includes("author = {{Fen Council} and Ada Lund},"));
  assert.ok(entry.includes("title = {{50 \\% of \\{birds\\} \\& more}},"));
  assert.ok(entry.includes("pages = {9},"));
});

test("a key of BibTeX is made of letters that it allows, and is never empty", () => {
  const named = citation({ author: "Åsa Öberg", title: "Ström" });
  assert.ok(reference(named, "bibtex").startsWith("@misc{oberg-2021-strom,"));
  const foreign = citation({ author: "", title: "鳥", published: "" });
  assert.ok(reference(foreign, "bibtex").startsWith("@misc{"));
});

test("a quote stands above its reference, and within it in BibTeX", () => {
  const cited = citation({ quote: " It\nrained. " });
  assert.ok(quoteWithReference(cited, "chicago").startsWith("“It\nrained.”\nAda M. Lund"));
  assert.ok(quoteWithReference(cited, "bibtex").includes("note = {Quoted: “It rained.”}"));
});

test("a place is the last two headings without the title, the page, and whether it was recognized", () => {
  const where = { heading: ["Part", "Birds", "Rain"], title: "Birds", page: 4, recognized: true };
  assert.equal(place(where), "Rain · p. 4 · read by OCR");
  assert.equal(place({ heading: [], page: null }), "");
});

test("words are copied with their address where they have one on the web", () => {
  const [quote, line, ...none] = quoteWithAddress(citation({ page: 3 })).split("\n");
  assert.deepEqual([quote, none], ["“It rained.”", []]);
  assert.match(line, /Birds of the Fen.*p\. 3.*fen\.md/);
  const linked = citation({ link: null, live_link: "https://fen.example/#:~:text=It" });
  assert.equal(quoteWithAddress(linked).split("\n")[2], "https://fen.example/#:~:text=It");
  assert.equal(quoteWithAddress(citation({ link: "javascript:alert(1)" })).split("\n").length, 2);
});
