import { describe, expect, it } from "vitest";
import { piecesOf } from "../../src/parts/links.js";

const linksIn = (text: string): string[] =>
  piecesOf(text).flatMap((piece) => (piece.kind === "link" ? [piece.text] : []));

describe("addresses in a text", () => {
  it("are found without what ends the sentence", () => {
    expect(
      linksIn("See https://a.example/tow?x=1. Or (https://b.example/c_(1)), https://d.example!"),
    ).toEqual(["https://a.example/tow?x=1", "https://b.example/c_(1)", "https://d.example"]);
  });
  it("leave every letter of the text in its place", () => {
    const text = "one https://a.example/ä?q=ü\ntwo (https://b.example), three";
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });
  it("are no others than https", () => {
    expect(linksIn("http://a.example javascript:x() ftp://b.example data:text/html,x //c.example")).toEqual(
      [],
    );
    expect(linksIn("https://")).toEqual([]);
  });
  it("do not lead elsewhere than they seem to", () => {
    expect(linksIn("https://bank.example@evil.example/ https://a:b@evil.example")).toEqual([]);
  });
  it("say in plain letters where they lead when theirs only look like it", () => {
    const hosts = (text: string) => piecesOf(text).flatMap((one) => (one.kind === "link" ? [one.host] : []));
    expect(hosts("https://b\u0430nk.example/a https://bank.example https://xn--bnk-6cd.example")).toEqual([
      "xn--bnk-6cd.example",
      null,
      null,
    ]);
  });
  it("are none with letters that nobody sees or that turn the others round", () => {
    expect(linksIn("https://bank.example/\u202Egpj.exe https://ba\u200Bnk.example")).toEqual([]);
  });
  it("stay words inside of markup", () => {
    expect(linksIn(`<base href="https://evil.example/"> @import 'https://evil.example/x.css'`)).toEqual([]);
  });
});
