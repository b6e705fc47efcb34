const ADDRESS = /^#replay\/([A-Za-z0-9_.~-]{1,100})(?:\/(\d{1,15}))?$/;

/** What leads to a step of a replay: `#replay/<interaction>/<seq>`. */
export const addressOf = (interactionId: string, seq: number | null): string =>
  `#replay/${interactionId}${seq === null ? "" : `/${seq}`}`;

export function readAddress(
  hash: string,
): { readonly interactionId: string; readonly seq: number | null } | null {
  const [, interactionId, seq] = ADDRESS.exec(hash) ?? [];
  return interactionId === undefined ? null : { interactionId, seq: seq === undefined ? null : Number(seq) };
}
