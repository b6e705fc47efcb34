import { expect, test } from "vitest";
import type { SecondFactorStore } from "../../src/auth/index.js";

const sealed = Buffer.from([0, 1, 2, 255]);

/** What every adapter of SecondFactorStore does. `make` gives an empty store. */
export function secondFactorStoreContract(make: () => Promise<SecondFactorStore>): void {
  test("a factor that is not confirmed is begun anew; one that is confirmed stays", async () => {
    const store = await make();
    expect(await store.of("sofia")).toBeUndefined();
    expect(await store.confirm("sofia", 5, 1, ["a"])).toBe(false);
    expect(await store.begin("sofia", Buffer.from([9]))).toBe(true);
    expect(await store.begin("sofia", sealed)).toBe(true);
    expect(await store.of("sofia")).toEqual({
      secret: sealed,
      confirmedAt: null,
      lastStep: 0,
      recoveryCodesLeft: 0,
    });
    expect(await store.confirm("sofia", 1_764_000_000_000, 58_800_000, ["a", "b"])).toBe(true);
    expect(await store.confirm("sofia", 6, 2, ["c"])).toBe(false);
    expect(await store.begin("sofia", Buffer.from([9]))).toBe(false);
    expect(await store.of("sofia")).toEqual({
      secret: sealed,
      confirmedAt: 1_764_000_000_000,
      lastStep: 58_800_000,
      recoveryCodesLeft: 2,
    });
    expect(await store.of("ben")).toBeUndefined();
  });

  test("each step and each recovery code is used once, also by two at once", async () => {
    const store = await make();
    await store.begin("sofia", sealed);
    await store.confirm("sofia", 5, 100, ["a", "b"]);
    expect(await store.useStep("sofia", 100)).toBe(false);
    const both = await Promise.all([store.useStep("sofia", 101), store.useStep("sofia", 101)]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await store.useStep("sofia", 100)).toBe(false);
    expect(await store.hasRecoveryCode("sofia", "a")).toBe(true);
    const codes = await Promise.all([1, 2].map((at) => store.useRecoveryCode("sofia", "a", at)));
    expect(codes.filter(Boolean)).toHaveLength(1);
    expect(await store.hasRecoveryCode("sofia", "a")).toBe(false);
    expect(await store.useRecoveryCode("ben", "b", 1)).toBe(false);
    expect((await store.of("sofia"))?.recoveryCodesLeft).toBe(1);
  });

  test("what is removed leaves nothing, and can be begun again without the codes of before", async () => {
    const store = await make();
    await store.begin("sofia", sealed);
    await store.confirm("sofia", 5, 100, ["a"]);
    expect(await store.remove("sofia")).toBe(true);
    expect(await store.remove("sofia")).toBe(false);
    expect(await store.of("sofia")).toBeUndefined();
    expect(await store.begin("sofia", sealed)).toBe(true);
    expect(await store.hasRecoveryCode("sofia", "a")).toBe(false);
  });
}
