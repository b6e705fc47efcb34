import { expect, test } from "vitest";
import { csvOf, readCsv } from "../../src/parts/csv.js";

const odd = [
  ["title", "text"],
  ["quotes", 'He said "no", and; left'],
  ["lines", "one\ntwo"],
  ["formula", "=HYPERLINK(1)"],
  ["-1", "@sum"],
  ["list", "- a\n- b"],
  ["face", "👩🏽‍🚒"],
  ["\t=1+1", "\r=1+1", "\n=1+1"],
  ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20a"],
];

test("what is written as a table is read as it was, and no cell of it is a formula", () => {
  const text = csvOf(odd);
  expect(readCsv(text)).toEqual(odd);
  expect(text.startsWith("\ufeff")).toBe(true);
  for (const cell of ["'=HYPERLINK(1)", "'-1,'@sum", `"'- a`]) expect(text).toContain(cell);
  expect(text).not.toMatch(/(^|,|\r\n)"?[=@+\t\uff1d\uff0b\uff0d\uff20-]/);
});

test("tables of other programs are read: semicolons, tabs, other ends of lines, empty lines", () => {
  const rows = [
    ["a", "b"],
    ["1", "x,y"],
  ];
  expect(readCsv("a;b\r\n1;x,y\r\n\r\n")).toEqual(rows);
  expect(readCsv("a\tb\r1\tx,y")).toEqual(rows);
  expect(readCsv('a,b\n1,"x,y"\n;')).toEqual([...rows, [";"]]);
  expect(readCsv("")).toEqual([]);
});
