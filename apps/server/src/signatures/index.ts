/** Voice signatures: approved texts, what becomes of each take, evidence that is proven without us. Decision 0165. */
export { type EvidenceFacts, evidencePackage } from "./evidence.js";
export { registerSignatures } from "./register-signatures.js";
export { SignatureKeeper } from "./signature-keeper.js";
export { type SignatureRow, SignatureRows } from "./signature-rows.js";
export { type ScriptVersion, scriptFile, scriptIdOf } from "./signature-script.js";
export { Signatures } from "./signatures.js";
export { SigningKey } from "./signing-key.js";
export { VERIFY_COMMANDS } from "./verify-text.js";
