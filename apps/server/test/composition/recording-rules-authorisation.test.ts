/** The rules for recordings over real sockets: by every role of two centers, whose services have the same ids. */
import {
  type DeskOutput,
  deskRequests,
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
