import { asId } from "@patchbay/core";
import { usualAlertRules } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Journal } from "../../src/center/journal.js";
import type { Records } from "../../src/center/records.js";
import { type RecordHouse, settableClock } from "./journal-contract.js";
import {
  completed,
  contact,
  disposition,
  ended,
  joined,
  message,
  noteSaved,
  Pen,
  receipt,
  received,
  requestClosed,
  scenarioConfigured,
  sent,
  started,
  transferAsked,
} from "./record-builders.js";

/** What every adapter of the port Records has to do with what a journal stored. */
export function recordsContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`records: ${name}`, () => {
    let house: RecordHouse;
    let journal: Journal;
    let records: Records;
    let pen: Pen;
    const clock = settableClock();

    beforeEach(async () => {
      house = await makeHouse();
      pen = new Pen();
      clock.set(pen.at);
      journal = house.journal(clock);
      records = house.records();
      await journal.open();
    });
    afterEach(async () => {
      await journal.close();
      await house.dispose();
    });

    /** Appends each list of entries by itself; so the same story can go in as one batch or as many. */
    const append = async (...entries: ReturnType<Pen["entry"]>[]): Promise<void> => {
      const first = entries.find((entry) => entry.events.length > 0)?.events[0];
      await journal.append(first ? first.seq - 1 : pen.seq, entries);
    };

    test("a message has its row, its place in the journal and its time", async () => {
      await append(pen.entry([started("chat-1")]));
      const entry = pen.entry(
        [received("chat-1", "m1")],
        [message("chat-1", "m1", "My car is in a ditch.", { clientMessageId: "app-7", partyId: "p1" })],
      );
      await append(entry);
      expect(await records.messages("chat-1")).toEqual([
        {
          messageId: "m1",
          interactionId: "chat-1",
          from: "customer",
          partyId: "p1",
          audience: "all",
          body: { kind: "text", text: "My car is in a ditch." },
          clientMessageId: "app-7",
          seq: 2,
          at: entry.events[0]?.at,
          deliveredAt: null,
          readAt: null,
          erasedAt: null,
        },
      ]);
      expect((await records.message("chat-1", "m1"))?.seq).toBe(2);
      expect(await records.message("chat-2", "m1")).toBeUndefined();
    });

    test("messages come in order, after a place and up to a number", async () => {
      await append(pen.entry([started("chat-1")]), pen.entry([started("chat-2", { clientKey: "other" })]));
      for (const id of ["m1", "m2", "m3"]) {
        await append(pen.entry([received("chat-1", id)], [message("chat-1", id, id)]));
        await append(pen.entry([received("chat-2", `x${id}`)], [message("chat-2", `x${id}`, id)]));
      }
      const ids = async (options?: { afterSeq?: number; limit?: number }) =>
        (await records.messages("chat-1", options)).map((row) => row.messageId);
      expect(await ids()).toEqual(["m1", "m2", "m3"]);
      expect(await ids({ afterSeq: 3 })).toEqual(["m2", "m3"]);
      expect(await ids({ afterSeq: 3, limit: 1 })).toEqual(["m2"]);
    });

    test("the first receipt of each kind counts, and what was read has arrived", async () => {
      await append(pen.entry([started("chat-1")]));
      await append(
        pen.entry(
          [sent("chat-1", "m1", "sofia")],
          [message("chat-1", "m1", "Are you hurt?", { from: "sofia" })],
        ),
        pen.entry([receipt("chat-1", "m1", "customer", "delivered")]),
      );
      const deliveredAt = pen.at;
      expect(await records.message("chat-1", "m1")).toMatchObject({ deliveredAt, readAt: null });
      await append(pen.entry([receipt("chat-1", "m1", "customer", "read")]));
      const readAt = pen.at;
      await append(pen.entry([receipt("chat-1", "m1", "customer", "read")]));
      expect(await records.message("chat-1", "m1")).toMatchObject({ deliveredAt, readAt });

      await append(pen.entry([received("chat-1", "m2")], [message("chat-1", "m2", "No.")]));
      await append(pen.entry([receipt("chat-1", "m2", "sofia", "read")]));
      expect(await records.message("chat-1", "m2")).toMatchObject({ deliveredAt: pen.at, readAt: pen.at });
    });

    const story = () => [
      pen.entry([started("chat-1")]),
      pen.entry([received("chat-1", "m1")], [message("chat-1", "m1", "Hello?")]),
      pen.entry([joined("chat-1", "sofia")]),
      pen.entry([sent("chat-1", "m2", "sofia")], [message("chat-1", "m2", "Hello!", { from: "sofia" })]),
      pen.entry([transferAsked("chat-1", "general", "sofia")]),
      pen.entry([joined("chat-1", "ben", "transfer"), requestClosed("chat-1")]),
      pen.entry([joined("chat-1", "sofia", "invite")]),
      pen.entry([disposition("chat-1", "spam")]),
      pen.entry([disposition("chat-1", "claim-opened")]),
      pen.entry([ended("chat-1")]),
      pen.entry([completed("chat-1")]),
    ];

    test.each(["one batch", "many appends"])(
      "the interaction's row tells the whole story, written in %s",
      async (how) => {
        const entries = story();
        if (how === "one batch") await append(...entries);
        else for (const entry of entries) await append(entry);
        const at = (index: number) => entries[index]?.events[0]?.at;
        expect(await records.interaction("chat-1")).toEqual({
          interactionId: "chat-1",
          contactId: "contact-jane",
          clientKey: "phone-of-jane",
          entryId: "demo-app",
          serviceId: "general",
          channel: "chat",
          caseNumber: 10_000,
          status: "completed",
          startedAt: at(0),
          answeredAt: at(2),
          endedAt: at(9),
          endCause: "agent",
          dispositionId: "claim-opened",
          agentIds: ["sofia", "ben"],
          messageCount: 2,
        });
      },
    );

    test("a transfer that nobody takes leaves the service as it was", async () => {
      await append(pen.entry([started("chat-1")]));
      await append(pen.entry([transferAsked("chat-1", "general", "sofia")]));
      await append(pen.entry([requestClosed("chat-1")]));
      await append(pen.entry([joined("chat-1", "ben", "transfer")]));
      expect((await records.interaction("chat-1"))?.serviceId).toBe("auto-claims");
    });

    test("a disposition can be taken away again", async () => {
      await append(pen.entry([started("chat-1")]), pen.entry([disposition("chat-1", "spam")]));
      await append(pen.entry([disposition("chat-1", null)]));
      expect((await records.interaction("chat-1"))?.dispositionId).toBeNull();
    });

    test("interactions are found by contact, case and app", async () => {
      await append(
        pen.entry([started("chat-1", { caseNumber: 10_000 })]),
        pen.entry([started("chat-2", { caseNumber: 10_001, clientKey: "tablet-of-jane" })]),
        pen.entry([started("chat-3", { caseNumber: 10_000 })]),
        pen.entry([
          started("chat-4", { contactId: "contact-tom", clientKey: "phone-of-tom", caseNumber: 10_002 }),
        ]),
      );
      const ids = (rows: readonly { interactionId: string }[]) => rows.map((row) => row.interactionId);
      expect(ids(await records.interactionsOfContact("contact-jane", 10))).toEqual([
        "chat-3",
        "chat-2",
        "chat-1",
      ]);
      expect(ids(await records.interactionsOfContact("contact-jane", 2))).toEqual(["chat-3", "chat-2"]);
      expect(ids(await records.interactionsOfCase(10_000))).toEqual(["chat-1", "chat-3"]);
      expect((await records.latestInteractionOfClient("phone-of-jane"))?.interactionId).toBe("chat-3");
      expect(await records.latestInteractionOfClient("nobody")).toBeUndefined();
      // A contact that turned out to be another one takes its interactions along.
      await append(
        pen.entry([
          { type: "ContactChanged", interactionId: "chat-4" as never, contactId: "contact-jane" as never },
        ]),
      );
      expect(ids(await records.interactionsOfContact("contact-jane", 1))).toEqual(["chat-4"]);
    });

    test("an interaction's events are its own, in order", async () => {
      const entries = story();
      await append(...entries, pen.entry([started("chat-2", { clientKey: "other" })]));
      const own = entries.flatMap((entry) => entry.events);
      expect(await records.events("chat-1")).toEqual(own);
      expect(await records.events("chat-1", 5)).toEqual(own.slice(5));
      expect(await records.events("chat-2")).toHaveLength(1);
    });

    test("who was answered or gave up since a moment is told with how long it waited", async () => {
      await append(pen.entry([started("early"), joined("early", "sofia")]));
      const moment = pen.at + 1;
      await append(pen.entry([started("answered"), started("gone"), started("waits")]));
      await append(pen.entry([joined("answered", "ben"), ended("gone"), joined("early", "ben", "invite")]));
      const found = await records.answersSince(moment);
      expect(found.map((event) => [event.type, "interactionId" in event && event.interactionId])).toEqual([
        ["AgentJoined", "answered"],
        ["InteractionEnded", "gone"],
      ]);
      expect(await records.answersSince(moment + 25 * 3_600_000)).toEqual([]);
    });

    test("what the app told with the chat is kept, in its order", async () => {
      const data = {
        phoneNumber: "4085550123",
        from: null,
        parameters: { vehicle: "VW Golf", latitude: "37.77", a: "1" },
        channelMark: "mobile",
      } as const;
      await append(
        pen.entry([started("chat-1")], [{ table: "interaction_data", interactionId: "chat-1", data }]),
      );
      expect(await records.interactionData("chat-1")).toEqual(data);
      const kept = await records.interactionData("chat-1");
      expect(Object.keys(kept?.parameters ?? {})).toEqual(["vehicle", "latitude", "a"]);
      expect(await records.interactionData("chat-2")).toBeUndefined();
    });

    test("each agent has one note, the latest", async () => {
      await append(pen.entry([started("chat-1")]));
      const note = (agentId: string, text: string) =>
        pen.entry(
          [noteSaved("chat-1", agentId)],
          [{ table: "note", interactionId: "chat-1", agentId, text }],
        );
      await append(note("sofia", "first"), note("ben", "from Ben"));
      await append(note("sofia", "second"));
      expect(await records.notes("chat-1")).toEqual([
        { agentId: "ben", text: "from Ben", updatedAt: pen.at - 1_000 },
        { agentId: "sofia", text: "second", updatedAt: pen.at },
      ]);
    });

    test("a draft that is older than the one stored is ignored; an emptied one keeps its version", async () => {
      await append(pen.entry([started("chat-1")]));
      clock.set(pen.at + 60_000);
      const draft = (version: number, text: string, audience: "all" | "team" = "all") =>
        pen.aside({ table: "draft", interactionId: "chat-1", agentId: "sofia", text, audience, version });
      await append(draft(2, "Dear Ja", "team"), draft(1, "Dear"));
      expect(await records.drafts("sofia")).toEqual([
        {
          interactionId: "chat-1",
          agentId: "sofia",
          text: "Dear Ja",
          audience: "team",
          version: 2,
          updatedAt: pen.at + 60_000,
        },
      ]);
      await append(draft(1, "Dear"));
      expect(await records.drafts("sofia")).toMatchObject([{ audience: "team", version: 2 }]);
      await append(draft(3, ""));
      await append(draft(2, "Dear Ja"));
      expect(await records.drafts("sofia")).toMatchObject([{ text: "", audience: "all", version: 3 }]);
      expect(await records.drafts("ben")).toEqual([]);
    });

    test("drafts go when the interaction is complete", async () => {
      await append(pen.entry([started("chat-1")]), pen.entry([started("chat-2", { clientKey: "other" })]));
      const draft = (interactionId: string) =>
        pen.aside({
          table: "draft",
          interactionId,
          agentId: "sofia",
          text: "…",
          audience: "all",
          version: 1,
        });
      await append(draft("chat-1"), draft("chat-2"));
      await append(pen.entry([completed("chat-1")]));
      expect((await records.drafts("sofia")).map((row) => row.interactionId)).toEqual(["chat-2"]);
    });

    test("transfer notes are kept in order", async () => {
      await append(pen.entry([started("chat-1")]));
      const note = (by: string, text: string) =>
        pen.entry(
          [transferAsked("chat-1", "general", by)],
          [{ table: "transfer_note", interactionId: "chat-1", by, text }],
        );
      await append(note("sofia", "has photos"), note("ben", "speaks Portuguese"));
      expect(await records.transferNotes("chat-1")).toEqual([
        { by: "sofia", text: "has photos", at: pen.at - 1_000 },
        { by: "ben", text: "speaks Portuguese", at: pen.at },
      ]);
    });

    test("what is said with a forced state and with requests for a supervisor is kept, the latter in order", async () => {
      await append(pen.entry([started("chat-1")]));
      const said = (noteId: string, kind: "asked" | "resolved", by: string, text: string) =>
        pen.entry(
          [noteSaved("chat-1", by)],
          [{ table: "assistance_note", interactionId: "chat-1", noteId, kind, by, text }],
        );
      const forced = (text: string) =>
        pen.entry(
          [noteSaved("chat-1", "sofia")],
          [{ table: "presence_note", agentId: "sofia", by: "anna", text }],
        );
      await append(said("n2", "asked", "sofia", "a week?"), said("n1", "resolved", "anna", ""));
      await append(forced("a break"), forced("the shift is over"));
      expect(await records.assistanceNotes("chat-1")).toEqual([
        { noteId: "n2", kind: "asked", by: "sofia", text: "a week?" },
        { noteId: "n1", kind: "resolved", by: "anna", text: "" },
      ]);
      expect(await records.assistanceNotes("chat-2")).toEqual([]);
      expect((await records.words()).presenceNotes?.get("sofia")).toEqual({
        by: "anna",
        text: "the shift is over",
      });
    });

    test("when supervisors are alerted, and what is up, is kept as it was written last", async () => {
      const set = (count: number) => ({
        rules: { ...usualAlertRules, waiting: { on: true, count } },
        by: "anna",
        at: 1_000,
      });
      const alert = {
        alertId: "waiting:claims",
        kind: "waiting",
        subjectId: "claims",
        since: 900,
        value: 12,
        overSince: null,
        acknowledged: { by: "anna", at: 950 },
      } as const;
      await append(
        pen.entry([], [{ table: "alert_rules", set: set(5) }]),
        pen.entry(
          [],
          [
            { table: "alert_rules", set: set(7) },
            { table: "standing_alerts", alerts: [alert] },
          ],
        ),
      );
      expect(await records.words()).toMatchObject({ alertRules: set(7), standingAlerts: [alert] });
      await append(pen.entry([], [{ table: "standing_alerts", alerts: [] }]));
      expect((await records.words()).standingAlerts).toEqual([]);
    });

    test("a number that was called into a call is kept under its leg, and in no event", async () => {
      const called = (legId: string, number: string, name: string) =>
        ({ table: "called_party", interactionId: "chat-1", legId, number, name }) as const;
      await append(
        pen.entry([started("chat-1")], [called("chat-1.x2", "+15035550177", "Larkfield Towing")]),
        pen.entry([started("chat-2", { clientKey: "other" })]),
        pen.entry([noteSaved("chat-1", "sofia")], [called("chat-1.x1", "5550100", "")]),
      );
      expect(await records.calledParties("chat-1")).toEqual([
        { legId: "chat-1.x1", number: "5550100", name: "" },
        { legId: "chat-1.x2", number: "+15035550177", name: "Larkfield Towing" },
      ]);
      expect(await records.calledParties("chat-2")).toEqual([]);
      expect(JSON.stringify(await records.events("chat-1"))).not.toContain("5550177");
    });

    test("what came of a payment is kept once, also of an interaction that is complete", async () => {
      const payment = (paymentId: string, outcome: "approved" | "declined") =>
        ({
          table: "payment",
          interactionId: "chat-1",
          ...{ paymentId, outcome, minor: 12_900, currency: "EUR", reference: "ch_7", agentId: "sofia" },
          code: outcome === "declined" ? "insufficient_funds" : null,
        }) as const;
      await append(pen.entry([started("chat-1")], [payment("chat-1.s2", "declined")]));
      await append(pen.aside(payment("chat-1.s4", "approved")), pen.aside(payment("chat-1.s2", "approved")));
      const kept = await records.payments("chat-1");
      expect(kept.sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1))).toMatchObject([
        {
          paymentId: "chat-1.s2",
          outcome: "declined",
          minor: 12_900,
          currency: "EUR",
          code: "insufficient_funds",
        },
        { paymentId: "chat-1.s4", outcome: "approved", reference: "ch_7", agentId: "sofia" },
      ]);
      expect(await records.payments("chat-2")).toEqual([]);
    });

    test("a contact is found by id, by app and by any way of writing its number", async () => {
      await append(
        pen.aside(contact("jane", ["(408) 555-0123", "+44 20 7946 0958", "ask me"])),
        pen.aside({ table: "contact_client", clientKey: "phone-of-jane", contactId: "jane" }),
        pen.aside(contact("tom", ["408-555-0123"], "Tom")),
      );
      const row = {
        contactId: "jane",
        firstName: "Jane",
        lastName: "Doe",
        emails: [],
        account: "PL-1",
        createdAt: 7,
      };
      const phones = ["(408) 555-0123", "+44 20 7946 0958", "ask me"];
      expect(await records.contact("jane")).toEqual({ ...row, phones });
      expect((await records.contactOfClient("phone-of-jane"))?.contactId).toBe("jane");
      expect(await records.contactOfClient("phone-of-tom")).toBeUndefined();
      const found = async (phone: string) =>
        (await records.contactsByPhone(phone)).map((one) => one.contactId);
      expect(await found("+14085550123")).toEqual(["jane", "tom"]);
      expect(await found("+442079460958")).toEqual(["jane"]);
      // A number that was corrected no longer leads here.
      await append(pen.aside(contact("jane", ["+44 20 7946 0958"], "Janet")));
      expect(await found("+14085550123")).toEqual(["tom"]);
      expect(await records.contact("jane")).toEqual({
        ...row,
        firstName: "Janet",
        phones: ["+44 20 7946 0958"],
      });
    });

    test("what an administrator names is there with the change, the scenario's names for each version", async () => {
      const named = (version: number, name: string, ...steps: readonly string[]) => ({
        table: "scenario_words" as const,
        scenarioId: "menu",
        words: { version, name, steps: steps.map((stepId) => ({ stepId, name: `${stepId}!` })) },
      });
      const entry = { name: "Claims line", mark: "web" as const, phoneNumberRequired: false, parameters: [] };
      await append(
        pen.entry([scenarioConfigured("menu", 1, "anna")], [named(1, "Menu", "zulu", "alpha")]),
        pen.entry([scenarioConfigured("menu", 2, null)], [named(2, "Main menu", "alpha", "zulu")]),
        pen.aside({ table: "entry_words", entryId: "line", words: entry }),
        pen.aside({ table: "entry_words", entryId: "line", words: { ...entry, name: "Claims" } }),
        pen.aside({ table: "prompt_words", promptId: "p1", words: { name: "Easter" } }),
        pen.aside({ table: "prompt_words", promptId: "p2", words: { name: "Bye", text: "Goodbye." } }),
        pen.aside({ table: "prompt_words", promptId: "p3", words: { name: "Hi", text: "Hello." } }),
        pen.aside({ table: "prompt_words", promptId: "p3", words: { name: "Uploaded" } }),
      );
      const words = await records.words();
      expect(words.scenarios.get("menu")).toEqual(named(2, "Main menu", "alpha", "zulu").words);
      expect(words.entries.get("line")).toEqual({ ...entry, name: "Claims" });
      expect(words.prompts.get("p1")).toEqual({ name: "Easter" });
      expect(words.prompts.get("p2")).toEqual({ name: "Bye", text: "Goodbye." });
      expect(words.prompts.get("p3"), "another sound says something else").toEqual({ name: "Uploaded" });
      expect([...(await records.scenarioWords("menu"))]).toEqual([
        [1, named(1, "Menu", "zulu", "alpha").words],
        [2, named(2, "Main menu", "alpha", "zulu").words],
      ]);
      expect(await records.scenarioWords("other")).toEqual(new Map());
    });

    test("changes of the configuration are found among all events, in order and by kind", async () => {
      await append(
        pen.entry([started("chat-1"), scenarioConfigured("menu", 1, "anna")]),
        pen.entry([received("chat-1", "m1")], [message("chat-1", "m1", "Hi")]),
        pen.entry([
          scenarioConfigured("menu", 2, null),
          { type: "ScenarioRemoved", scenarioId: asId("menu"), by: null },
        ]),
      );
      const changes = await records.configurationEvents(["ScenarioConfigured"]);
      expect(changes.map(({ seq, by, scenario }) => [seq, by, scenario.version])).toEqual([
        [2, "anna", 1],
        [4, null, 2],
      ]);
      const all = await records.configurationEvents(["ScenarioConfigured", "ScenarioRemoved"]);
      expect(all.map(({ type }) => type).slice(1)).toEqual(["ScenarioConfigured", "ScenarioRemoved"]);
      expect(await records.configurationEvents(["PromptRemoved"])).toEqual([]);
    });

    test("poll positions never go back", async () => {
      await records.savePollPositions(
        new Map([
          ["chat-1", 5],
          ["chat-2", 7],
        ]),
      );
      await records.savePollPositions(
        new Map([
          ["chat-1", 9],
          ["chat-2", 6],
        ]),
      );
      expect(await records.pollPositions()).toEqual(
        new Map([
          ["chat-1", 9],
          ["chat-2", 7],
        ]),
      );
    });

    test("a center without words has none", async () => {
      const words = await records.words();
      expect(words.users.size + words.services.size + words.reasons.size).toBe(0);
    });
  });
}
