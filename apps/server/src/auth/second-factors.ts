import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../center/clock.js";
import type { Sealer } from "../network/index.js";
import type { AccountStore } from "./account-store.js";
import { enrolmentOf, stepOfCode } from "./one-time-code.js";
import type { SecondFactorStore } from "./second-factor-store.js";
import { CodeThrottle } from "./throttle.js";

/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
export const RECOVERY_CODES = 10;
/** 80 bits: hashed fast they are safe all the same. */
const RECOVERY_BYTES = 10;
/** Without letters that are read as digits (Crockford). */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** A code that fits and was not used yet. Using it may still fail: somebody else may be faster. */
export type FittingCode = { readonly step: number } | { readonly recoveryHash: string };

export type CodeChecked =
  | { readonly ok: true; readonly fits: FittingCode }
  | { readonly ok: false; readonly code: "second_factor_wrong" }
  | { readonly ok: false; readonly code: "rate_limited"; readonly retryAfterMs: number };

/** Codes of an app besides the password (RFC 6238), for one center. Nothing of them is ever logged. */
export class SecondFactors {
  readonly #throttle: CodeThrottle;

  constructor(
    private readonly store: SecondFactorStore,
    accounts: AccountStore,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly centerId: string,
  ) {
    this.#throttle = new CodeThrottle(accounts);
  }

  /** `null`: none that counts. */
  async standing(
    agentId: string,
  ): Promise<{ readonly since: number; readonly recoveryCodesLeft: number } | null> {
    const row = await this.store.of(agentId);
    if (row?.confirmedAt == null) return null;
    return { since: row.confirmedAt, recoveryCodesLeft: row.recoveryCodesLeft };
  }

  /** A new secret for an app; it counts when a code has confirmed it. `undefined`: there is one that counts already. */
  async begin(
    agentId: string,
    names: { readonly issuer: string; readonly label: string },
  ): Promise<{ readonly address: string; readonly letters: string } | undefined> {
    const secret = randomBytes(SECRET_BYTES);
    const sealed = this.sealer.seal(secret.toString("base64url"), this.#place(agentId));
    return (await this.store.begin(agentId, sealed)) ? enrolmentOf(secret, names) : undefined;
  }

  /** @returns the recovery codes, which are known to nobody afterwards */
  async confirm(
    agentId: string,
    code: string,
  ): Promise<
    | { readonly ok: true; readonly recoveryCodes: readonly string[] }
    | Exclude<CodeChecked, { readonly ok: true }>
    | { readonly ok: false; readonly code: "not_suitable_state" }
  > {
    const row = await this.store.of(agentId);
    if (row === undefined || row.confirmedAt !== null) return { ok: false, code: "not_suitable_state" };
    const checked = await this.#throttled(agentId, () => this.#fitting(agentId, code, { beginning: true }));
    if (!checked.ok) return checked;
    const step = "step" in checked.fits ? checked.fits.step : 0;
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const confirmed = await this.store.confirm(
      agentId,
      this.clock.now(),
      step,
      recoveryCodes.map(hashOfRecoveryCode),
    );
    return confirmed ? { ok: true, recoveryCodes } : { ok: false, code: "not_suitable_state" };
  }

  /** Whether a code of the app, or a recovery code, would let its user in. It is not used by that. */
  async check(agentId: string, code: string): Promise<CodeChecked> {
    return this.#throttled(agentId, () => this.#fitting(agentId, code, { beginning: false }));
  }

  /** @returns `false`: somebody used it, or a later one, meanwhile */
  async use(agentId: string, fits: FittingCode): Promise<boolean> {
    return "step" in fits
      ? this.store.useStep(agentId, fits.step)
      : this.store.useRecoveryCode(agentId, fits.recoveryHash, this.clock.now());
  }

  async remove(agentId: string): Promise<boolean> {
    return this.store.remove(agentId);
  }

  async #fitting(
    agentId: string,
    typed: string,
    { beginning }: { readonly beginning: boolean },
  ): Promise<FittingCode | undefined> {
    const row = await this.store.of(agentId);
    if (row === undefined || (row.confirmedAt === null) !== beginning) return undefined;
    const code = typed.replace(/[\s-]/g, "").toLowerCase();
    const opened = this.sealer.open(row.secret, this.#place(agentId));
    const step =
      opened === undefined ? undefined : stepOfCode(Buffer.from(opened, "base64url"), code, this.clock.now());
    if (step !== undefined) return step > row.lastStep ? { step } : undefined;
    if (beginning) return undefined;
    const recoveryHash = hashOfRecoveryCode(code);
    return (await this.store.hasRecoveryCode(agentId, recoveryHash)) ? { recoveryHash } : undefined;
  }

  /** One after the other by user: a hundred guesses at once would all pass otherwise. */
  async #throttled(agentId: string, fitting: () => Promise<FittingCode | undefined>): Promise<CodeChecked> {
    return this.#throttle.inTurn(agentId, async () => {
      const retryAfterMs = await this.#throttle.wait(agentId, this.clock.now());
      if (retryAfterMs > 0) return { ok: false, code: "rate_limited", retryAfterMs };
      const fits = await fitting();
      if (fits === undefined) {
        await this.#throttle.failed(agentId, this.clock.now());
        return { ok: false, code: "second_factor_wrong" };
      }
      await this.#throttle.succeeded(agentId);
      return { ok: true, fits };
    });
  }

  /** A row that is copied to another user or another center opens nothing there. */
  #place(agentId: string): string {
    return `second factor of ${agentId} at ${this.centerId}`;
  }
}

/** Sixteen letters and digits in groups of four. */
function newRecoveryCode(): string {
  let bits = 0n;
  for (const byte of randomBytes(RECOVERY_BYTES)) bits = (bits << 8n) | BigInt(byte);
  let letters = "";
  for (let at = 0; at < 16; at++, bits >>= 5n) letters += LETTERS[Number(bits & 31n)];
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

const hashOfRecoveryCode = (code: string): string =>
  createHash("sha256").update(code.replaceAll("-", "")).digest("hex");
