import { recordsQuerySchema } from "@patchbay/protocol";
import { describe, expect, it } from "vitest";
import {
  addressOf,
  countOf,
  type Filters,
  filtersOf,
  noFilters,
  queryOf,
} from "../../src/features/records/filters.js";

/** A Sunday afternoon on this computer. */
const now = new Date(2026, 10, 22, 17, 30).getTime();
const day = (date: number, month = 10, year = 2026): number => new Date(year, month, date).getTime();
const ask = (change: Partial<Filters>) => queryOf({ ...noFilters, ...change }, now);

describe("what the filters ask of the server", () => {
  it.each<[Partial<Filters>, number | null, number | null]>([
    [{ span: "today" }, day(22), null],
    [{ span: "week" }, day(16), null],
    [{ span: "month" }, day(24, 9), null],
    [{ span: "days", fromDay: "2026-11-01", toDay: "2026-11-02" }, day(1), day(3)],
    [{ span: "days", fromDay: "2026-12-31", toDay: "2026-12-31" }, day(31, 11), day(1, 0, 2027)],
    [{ span: "days" }, null, null],
    [{ span: "days", fromDay: "nonsense", toDay: "2026-11-02" }, null, day(3)],
  ])("%j spans its days whole, in this zone", (change, from, to) => {
    expect(ask(change)).toMatchObject({ from, to });
  });

  it("leaves out what is not chosen, and the schema takes it all", () => {
    expect(recordsQuerySchema.parse(ask({}))).toEqual({
      ...recordsQuerySchema.parse({}),
      from: day(24, 9),
    });
    const chosen = ask({
      text: "  maria ",
      channel: "voice",
      serviceId: "claims",
      agentId: "sofia",
      dispositionId: "opened",
      direction: "outbound",
      recorded: "no",
      endCause: "abandoned",
      caseNumber: " #10004",
      sort: "longest",
    });
    expect(recordsQuerySchema.parse(chosen)).toMatchObject({
      text: "maria",
      channels: ["voice"],
      serviceIds: ["claims"],
      agentIds: ["sofia"],
      dispositionIds: ["opened"],
      direction: "outbound",
      recorded: false,
      endCauses: ["abandoned"],
      caseNumber: 10_004,
      sort: "longest",
    });
    expect(ask({ caseNumber: "ten" }).caseNumber).toBeNull();
  });

  it("counts what narrows the list down, not words and order", () => {
    expect(countOf(noFilters)).toBe(0);
    expect(countOf({ ...noFilters, text: "maria", sort: "oldest" })).toBe(0);
    expect(countOf({ ...noFilters, channel: "chat", caseNumber: "1", span: "today" })).toBe(3);
  });
});

describe("the filters in the address", () => {
  it("come back as they were, and what nobody knows is left out", () => {
    const filters: Filters = {
      ...noFilters,
      text: "jane & tow #1",
      stars: "low",
      abandoned: "no",
      span: "year",
    };
    expect(filtersOf(addressOf(filters))).toEqual(filters);
    expect(filtersOf("#records?span=never&stars=9&sort=longest&__proto__=x&abandoned=perhaps")).toEqual({
      ...noFilters,
      sort: "longest",
    });
    expect(filtersOf("#replay/abc")).toBeNull();
  });

  it("ask for stars, and for those that were abandoned or not", () => {
    expect(ask({ stars: "low", abandoned: "yes", transferred: "no", customer: " jane " })).toMatchObject({
      stars: [1, 2],
      abandoned: true,
      transferred: false,
      customer: "jane",
    });
    expect(ask({ stars: "any" })).toMatchObject({ stars: [1, 2, 3, 4, 5] });
    expect(ask({ stars: "4" })).toMatchObject({ stars: [4] });
  });
});
