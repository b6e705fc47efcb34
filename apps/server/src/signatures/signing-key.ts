import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");

/** The key that evidence packages are signed with. Its public half is shown to whoever wants to compare. */
export class SigningKey {
  readonly #key: KeyObject;
  /** PEM. */
  readonly publicKey: string;
  /** SHA-256 of the public key's DER, in hexadecimal digits. */
  readonly fingerprint: string;

  /** @param seed 32 bytes */
  constructor(seed: Uint8Array) {
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: "der", type: "pkcs8" });
    const open = createPublicKey(this.#key);
    this.publicKey = open.export({ format: "pem", type: "spki" }).toString();
    this.fingerprint = createHash("sha256")
      .update(open.export({ format: "der", type: "spki" }))
      .digest("hex");
  }

  /** Ed25519 (RFC 8032): the same text always has the same signature. */
  sign(text: string): Buffer {
    return sign(null, Buffer.from(text), this.#key);
  }
}
