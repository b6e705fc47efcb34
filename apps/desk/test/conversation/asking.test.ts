import { describe, expect, it } from "vitest";
import { type AskingBody, askingText, sharedPage } from "../../src/parts/asking.js";
import { ME, message, rows } from "./sample.js";

const request = (change: Partial<Extract<AskingBody, { kind: "form_request" }>> = {}): AskingBody => ({
  kind: "form_request",
  formName: "card",
  timeoutSeconds: 60,
  secure: false,
  ...change,
});
const cobrowsing = (step: "rejected" | "started" | "ended", url: string | null = null): AskingBody => ({
  kind: "cobrowsing",
  step,
  provider: "Surfly",
  url,
});

describe("what was asked of the customer's app, in words", () => {
  it("names who asked, and for what", () => {
    expect(askingText(request(), null, "Maria")).toBe("You asked Maria to fill in the form card");
    expect(askingText(request(), "Ben", "Maria")).toBe("Ben asked Maria to fill in the form card");
    expect(askingText(request({ secure: true }), null, "Maria")).toBe(
      "You asked Maria to fill in the secure form card",
    );
    expect(askingText(request({ formName: "" }), null, "Maria")).toBe(
      "You asked Maria: the next message is the answer",
    );
    expect(askingText({ kind: "form_withdrawal", formName: "card" }, "Ben", "Maria")).toBe(
      "Ben took the secure form card back",
    );
    expect(askingText({ kind: "cobrowsing_request" }, null, "Maria")).toBe(
      "You asked Maria to show you the page",
    );
  });

  it("tells what came back, of a secure form only what its fields are called", () => {
    const filled = {
      kind: "secure_form",
      formName: "card",
      fieldNames: ["number", "expiry", "code"],
    } as const;
    expect(askingText({ ...filled, fieldNames: [...filled.fieldNames] }, null, "Maria")).toBe(
      "Maria filled in the secure form card: number, expiry, and code. What was entered is not kept.",
    );
    expect(askingText({ ...filled, formName: "", fieldNames: [] }, null, "Maria")).toBe(
      "Maria sent the secure form without a name without entering anything",
    );
    expect(askingText({ kind: "form_declined", formName: "card" }, null, "Maria")).toBe(
      "Maria declined the form card",
    );
    expect(askingText(cobrowsing("rejected"), null, "Maria")).toBe("Maria does not want to show the page");
    expect(askingText(cobrowsing("ended"), null, "Maria")).toBe("Maria shows the page no more");
  });

  it("leads to the page while it is shown", () => {
    const started = cobrowsing("started", "https://view.example/1");
    expect(askingText(started, null, "Maria")).toBe("Maria shows the page.");
    expect(sharedPage(started)).toEqual({ href: "https://view.example/1", text: "Open it in Surfly" });
    expect(sharedPage(cobrowsing("started"))).toBeNull();
    expect(sharedPage(request())).toBeNull();
  });
});

describe("lines of it", () => {
  it("stand alone between the bubbles, whoever caused them", () => {
    const list = rows({
      messages: [
        message(1, ME),
        message(2, ME, { body: request() }),
        message(3, ME),
        message(4, "customer", { body: { kind: "form_declined", formName: "card" } }),
        message(5, "customer"),
      ],
    });
    expect(list.map((row) => ("first" in row ? `${row.kind} ${row.first} ${row.last}` : row.kind))).toEqual([
      "day",
      "message true true",
      "asking",
      "message true true",
      "asking",
      "message true true",
    ]);
  });
});
