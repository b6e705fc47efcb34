import type { DeskChange, ServerFrame } from "@patchbay/protocol";

/** A roster or service change goes to every desk as the same object: its text is made once. */
const texts = new WeakMap<DeskChange, string>();

function changeText(change: DeskChange): string {
  const known = texts.get(change);
  if (known !== undefined) return known;
  const text = JSON.stringify(change);
  texts.set(change, text);
  return text;
}

/** One frame as JSON text. */
export function encodeFrame(frame: ServerFrame): string {
  if (frame.frame !== "changes") return JSON.stringify(frame);
  const changes = frame.changes.map(changeText).join(",");
  return `{"frame":"changes","after":${frame.after},"seq":${frame.seq},"changes":[${changes}]}`;
}
