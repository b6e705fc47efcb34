import pg from "pg";
import { describe, expect, test } from "vitest";
import { classifyAppendError } from "../../src/journal-postgres/classify.js";

const reported = (code: string): Error =>
  Object.assign(new pg.DatabaseError("as reported", 11, "error"), { code });

describe("what an error says about an append", () => {
  test.each([
    ["23505", "refused", "an id that is stored already"],
    ["22P05", "refused", "a character that cannot be stored"],
    ["54000", "refused", "a row too large for its index"],
    ["PB001", "fenced", "another epoch"],
    ["PB002", "refused", "a key in use"],
    ["53100", "unavailable", "the disk is full: undone, and it is not the batch's fault"],
    ["57014", "unavailable", "cancelled by the server's own limit: undone"],
    ["40P01", "unavailable", "a deadlock"],
    ["25006", "unavailable", "a standby that takes no writes"],
    ["57P01", "outcome_unknown", "the server is shutting down"],
    ["57P02", "outcome_unknown", "a neighbour crashed"],
    ["08006", "outcome_unknown", "the connection failed"],
  ])("%s: %s, %s", (code, verdict) => {
    expect(classifyAppendError(reported(code))).toMatchObject({ code: verdict });
  });

  test("what is no report of the database's leaves the outcome unknown", () => {
    const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    expect(classifyAppendError(cause)).toMatchObject({ code: "outcome_unknown", cause });
  });
});
