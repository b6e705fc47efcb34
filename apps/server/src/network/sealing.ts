import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals texts so that only this installation reads them, and only at the place they were sealed for. */
export interface Sealer {
  seal(text: string, place: string): Buffer;
  /** @returns `undefined` for what was not sealed with this key for this place */
  open(sealed: Buffer, place: string): string | undefined;
}

/**
 * AES-256-GCM: nonce, tag, ciphertext. The place is bound to it, so a row that is copied to another trunk or another
 * center opens nowhere.
 *
 * @param key 32 bytes, from DATA_DIR/secrets
 */
export function sealerWith(key: Buffer): Sealer {
  return {
    seal: (text, place) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
    },
    open: (sealed, place) => {
      if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES));
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const text = Buffer.concat([
          decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ]);
        return text.toString("utf8");
      } catch {
        // Another key, another place, or a damaged row: all the same to whoever wants the password.
        return undefined;
      }
    },
  };
}
