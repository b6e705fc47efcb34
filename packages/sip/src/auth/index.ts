/** Digest authentication, both sides. RFC 3261 section 22, RFC 7616, RFC 8760. */
export { type DigestAlgorithm, type DigestInput, digestResponse, secretHash } from "./digest.js";
export { type Credentials, DigestClient } from "./digest-client.js";
export {
  DigestServer,
  type DigestServerOptions,
  type DigestVerdict,
  type SecretLookup,
} from "./digest-server.js";
