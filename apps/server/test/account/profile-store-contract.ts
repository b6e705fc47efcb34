import type { Profile } from "@patchbay/protocol";
import { expect, test } from "vitest";
import type { ProfileStore } from "../../src/account/index.js";

export const untitled: Profile = {
  firstName: "Sofia",
  lastName: "Lindqvist",
  title: "",
  nickname: "Sofia",
  languages: [],
  about: "",
  photoForCustomers: true,
};

/** What every adapter of ProfileStore does. `make` gives a store whose only user is Sofia, as `untitled`. */
export function profileStoreContract(make: () => Promise<ProfileStore>): void {
  test("a profile is kept whole; what others set stays", async () => {
    const store = await make();
    const others = { username: "Sofia", extension: "1001", photoFileId: null };
    expect(await store.of("sofia")).toEqual({ profile: untitled, ...others });
    const profile: Profile = {
      firstName: "Søfia",
      lastName: "O'Neil-'); drop table user_account; --",
      title: "Claims, Team A",
      nickname: "",
      languages: ["sv", "en", "gsw"],
      about: "First line\nsecond line \u{1F33F}",
      photoForCustomers: false,
    };
    await store.change("sofia", profile);
    await store.change("nobody", profile);
    expect(await store.of("sofia")).toEqual({ profile, ...others });
    expect(await store.of("nobody")).toBeUndefined();
  });

  test("a photo comes and goes without the rest", async () => {
    const store = await make();
    await store.setPhoto("sofia", "file-1");
    expect(await store.of("sofia")).toMatchObject({ profile: untitled, photoFileId: "file-1" });
    await store.setPhoto("sofia", null);
    expect((await store.of("sofia"))?.photoFileId).toBeNull();
  });
}
