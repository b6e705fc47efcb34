/** How to prove an evidence package with what every Debian has, and nothing of ours. Tests run these very commands. */
export const VERIFY_COMMANDS = [
  "sha256sum -c SHA256SUMS",
  "openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig",
  "openssl pkey -pubin -in public-key.pem -outform DER | sha256sum",
] as const;

export function verifyText(facts: {
  readonly company: string;
  readonly scriptId: string;
  readonly fingerprint: string;
}): string {
  const [sums, signature, key] = VERIFY_COMMANDS;
  return `How to verify this voice signature
==================================

You need sha256sum (GNU coreutils) and openssl 3, as Debian and most systems have them, and nothing else. Open a terminal in
this folder.

1. No file was changed. Every line of the answer ends with "OK".

   ${sums}

2. The list of digests was signed with the key that is in this package. The answer is "Signature Verified Successfully".

   ${signature}

3. That key is the one of ${facts.company}. Compare the answer with the fingerprint that the company tells you (Patchbay
   shows it to administrators: Set-up, Voice signature). Do not take it from this package alone: whoever forges
   a package also writes this text.

   ${key}

   When this package was made, the fingerprint was
   ${facts.fingerprint}

4. What was read is what had been approved. The digest of script.txt is the "scriptId" in signature.json, and the one
   that the journal wrote down when the recording began (journal.jsonl, type "RecordingStarted").

   ${facts.scriptId}

Files

   audio.wav        the recording: left channel the agent, right channel the customer as the agent heard it
   script.txt       the approved text that the agent had on the screen
   signature.json   who, when, in which call, which version of the text, and who accepted it; times are UTC
   journal.jsonl    what the center's journal says of this call, from its beginning to the end of this recording
   public-key.pem   Ed25519, of the center that signed
   SHA256SUMS       a digest of each file above and of this one
   SHA256SUMS.sig   the signature of that list
`;
}
