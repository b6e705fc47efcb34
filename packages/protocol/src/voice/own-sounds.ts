/**
 * A center's own prompts and music. The server converts what is uploaded and keeps it in DATA_DIR; in pictures such a sound is
 * named by its bytes, so a name never means something else later, and the voice process reads it at its first use.
 */
export const OWN_SOUNDS_FOLDER = "sounds";

const NAME = /^own\/([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([0-9a-f]{64})$/;

/** @param sha256 of the file at 16 kHz, in hex. */
export const ownSoundName = (centerId: string, sha256: string): string => `own/${centerId}/${sha256}`;

/**
 * The files of a name, below OWN_SOUNDS_FOLDER: the same sound at 16 kHz and at 8 kHz, WAV, mono, 16 bits.
 * `undefined`: no name of an own sound. Nothing else can come out of it than two plain parts of a path.
 */
export function ownSoundFiles(
  name: string,
): { readonly wide: readonly [string, string]; readonly narrow: readonly [string, string] } | undefined {
  const [, centerId, sha256] = NAME.exec(name) ?? [];
  if (centerId === undefined || sha256 === undefined) return undefined;
  return { wide: [centerId, `${sha256}.wav`], narrow: [centerId, `${sha256}.8k.wav`] };
}
