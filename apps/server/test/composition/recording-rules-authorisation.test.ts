/** Set-up's rules over real sockets: by every role of two centers, whose services and entries have the same ids. */
import {
  type AfterChatForm,
  afterChatSetupRequests,
  type DeskOutput,
  deskRequests,
  type MaskingForm,
  maskingSetupRequests,
  type RecordingForm,
  recordingSetupRequests,
} from "@patchbay/protocol";
import { describe, expect, test } from "vitest";
import { desksOfAll } from "./support/desks-of-all.js";
import { CENTERS, type CenterName, otherThan } from "./support/two-centers.js";

const { deskOf } = await desksOfAll();

const read = async (center: CenterName): Promise<RecordingForm> => {
  const result = await deskOf(center, "administrator").ask(deskRequests.setupRecording.name, {});
  const { rules } = result.output as DeskOutput<"setupRecording">;
  const claims = rules.find(({ serviceId }) => serviceId === "claims");
  if (claims === undefined) throw new Error(result.text);
  return claims.form;
};
const keys = Object.keys(recordingSetupRequests) as (keyof typeof recordingSetupRequests)[];

describe.each(CENTERS)("at %s", (center) => {
  test.each(keys)("%s is for administrators", async (key) => {
    const was = await read(center);
    const form: RecordingForm = { ...was, retentionDays: 1, download: "listeners" };
    for (const role of ["agent", "supervisor"]) {
      const result = await deskOf(center, role).ask(deskRequests[key].name, {
        serviceId: "claims",
        was,
        form,
      });
      expect(result.error?.code, role).toBe("not_enough_privileges");
      expect(await read(center)).toEqual(was);
    }
  });

  test("what its administrator sets holds in no other center", async () => {
    const others = await read(otherThan(center));
    const was = await read(center);
    const form: RecordingForm = {
      ...was,
      mode: was.mode === "always" ? "never" : "always",
      retentionDays: (was.retentionDays ?? 0) + 7,
    };
    const saved = await deskOf(center, "administrator").ask(deskRequests.saveRecordingRule.name, {
      serviceId: "claims",
      was,
      form,
    });
    expect(saved.ok, saved.text).toBe(true);
    expect(await read(center)).toEqual(form);
    expect(await read(otherThan(center))).toEqual(others);
  });
});

const maskingOf = async (center: CenterName): Promise<MaskingForm> => {
  const result = await deskOf(center, "administrator").ask(deskRequests.setupMasking.name, {});
  const { entries } = result.output as DeskOutput<"setupMasking">;
  const app = entries.find(({ entryId }) => entryId === "demo-app");
  if (app === undefined) throw new Error(result.text);
  return app.form;
};

describe.each(CENTERS)("masking at %s", (center) => {
  test.each(Object.keys(maskingSetupRequests) as (keyof typeof maskingSetupRequests)[])(
    "%s is for administrators",
    async (key) => {
      const was = await maskingOf(center);
      const form: MaskingForm = { ...was, cards: !was.cards };
      for (const role of ["agent", "supervisor"]) {
        const input = { entryId: "demo-app", was, form, text: "4111 1111 1111 1111" };
        const result = await deskOf(center, role).ask(deskRequests[key].name, input);
        expect(result.error?.code, role).toBe("not_enough_privileges");
      }
      expect(await maskingOf(center)).toEqual(was);
    },
  );

  test("what its administrator hides is hidden in no other center", async () => {
    const others = await maskingOf(otherThan(center));
    const was = await maskingOf(center);
    const form: MaskingForm = { ...was, expressions: [{ name: center, pattern: center }] };
    const input = { entryId: "demo-app", was, form };
    const saved = await deskOf(center, "administrator").ask(deskRequests.saveMasking.name, input);
    expect(saved.ok, saved.text).toBe(true);
    expect(await maskingOf(center)).toEqual(form);
    expect(await maskingOf(otherThan(center))).toEqual(others);
  });
});

const afterChatOf = async (center: CenterName): Promise<AfterChatForm> => {
  const result = await deskOf(center, "administrator").ask(deskRequests.setupAfterChat.name, {});
  const { afterChats } = result.output as DeskOutput<"setupAfterChat">;
  const claims = afterChats.find(({ serviceId }) => serviceId === "claims");
  if (claims === undefined) throw new Error(result.text);
  return claims.form;
};

describe.each(CENTERS)("after a chat at %s", (center) => {
  test.each(Object.keys(afterChatSetupRequests) as (keyof typeof afterChatSetupRequests)[])(
    "%s is for administrators",
    async (key) => {
      const was = await afterChatOf(center);
      const form: AfterChatForm = { ...was, survey: !was.survey };
      for (const role of ["agent", "supervisor"]) {
        const result = await deskOf(center, role).ask(deskRequests[key].name, {
          serviceId: "claims",
          was,
          form,
        });
        expect(result.error?.code, role).toBe("not_enough_privileges");
      }
      expect(await afterChatOf(center)).toEqual(was);
    },
  );

  test("what its administrator sets holds in no other center", async () => {
    const others = await afterChatOf(otherThan(center));
    const was = await afterChatOf(center);
    const form: AfterChatForm = { ...was, survey: true, transcriptDays: (was.transcriptDays ?? 0) + 7 };
    const saved = await deskOf(center, "administrator").ask(deskRequests.saveAfterChat.name, {
      serviceId: "claims",
      was,
      form,
    });
    expect(saved.ok, saved.text).toBe(true);
    expect(await afterChatOf(center)).toEqual(form);
    expect(await afterChatOf(otherThan(center))).toEqual(others);
  });
});
