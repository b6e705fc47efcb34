import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** PostgreSQL's own default (`scram_iterations`). Our passwords are 256 random bits, so more buys nothing. */
const ITERATIONS = 4096;

/**
 * What PostgreSQL stores for a password (RFC 5802 section 3, in PostgreSQL's format). Given in its place, so
 * that the password itself never stands in a statement, which may end in a database's log.
 *
 * @param password must be ASCII: nothing is normalised here.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
