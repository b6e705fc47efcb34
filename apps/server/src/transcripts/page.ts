import { createHash } from "node:crypto";
import type { MessageBody } from "../center/content.js";
import type { StoredMessage } from "../center/records.js";
import { htmlOfText } from "../center/text-and-html.js";

/** What the page of a transcript says. All of it is somebody's words: it is escaped here and nowhere else. */
export interface Transcript {
  readonly company: string;
  readonly service: string;
  readonly messages: readonly StoredMessage[];
  /** What customers see of agents. */
  readonly nicknameOf: (agentId: string) => string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly until: number;
  /** IANA; times are written in it. */
  readonly timeZone: string;
}

const style = `
:root { color-scheme: light dark; --text: #171b21; --soft: #5a6472; --line: #dfe3e8; --page: #fff; --mine: #eef4fb; --theirs: #f5f6f8; }
@media (prefers-color-scheme: dark) { :root { --text: #e8ebef; --soft: #a3adba; --line: #333a44; --page: #14171c; --mine: #1c2a3a; --theirs: #1f242b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 4px; }
.soft { color: var(--soft); font-size: .875rem; margin: 0; }
header { border-bottom: 1px solid var(--line); padding-bottom: 16px; margin-bottom: 16px; }
ol { list-style: none; margin: 0; padding: 0; }
li { background: var(--theirs); border-radius: 8px; padding: 10px 12px; margin: 0 48px 8px 0; break-inside: avoid; overflow-wrap: anywhere; }
li.mine { background: var(--mine); margin: 0 0 8px 48px; }
li p { margin: 0; }
.who { font-size: .8125rem; color: var(--soft); display: flex; gap: 8px; justify-content: space-between; }
.who b { color: var(--text); }
dl { margin: 4px 0 0; } dt { color: var(--soft); font-size: .875rem; } dd { margin: 0 0 4px; }
@media print { :root { color-scheme: light; --text: #000; --soft: #444; --line: #bbb; --page: #fff; --mine: #fff; --theirs: #fff; } li { border: 1px solid var(--line); } main { padding: 0; } .screen { display: none; } }
`;

/** No script, no picture, nothing from elsewhere: only this very style. */
export const TRANSCRIPT_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256")
  .update(style)
  .digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-modals`;

export function transcriptPage(transcript: Transcript): string {
  const { company, service, messages, startedAt, endedAt, until, timeZone } = transcript;
  const time = writer(timeZone, { hour: "2-digit", minute: "2-digit" });
  const day = writer(timeZone, { day: "numeric", month: "long", year: "numeric" });
  const moment = (at: number): string => `${day(at)}, ${time(at)}`;
  const lines = messages.flatMap((message) => {
    const said = bodyOf(message);
    if (said === null || message.audience !== "all") return [];
    const mine = message.from === "customer";
    const who = mine ? "You" : transcript.nicknameOf(message.from);
    return `<li${mine ? ' class="mine"' : ""}><div class="who"><b>${htmlOfText(who)}</b>${timeOf(message.at, moment)}</div>${said}</li>`;
  });
  return page(
    `Your chat with ${company}`,
    `<header><h1>Your chat with ${htmlOfText(company)}</h1>
<p class="soft">${htmlOfText(service)} · ${timeOf(startedAt, moment)}${endedAt === null ? "" : ` to ${timeOf(endedAt, moment)}`} (${htmlOfText(timeZone)})</p>
<p class="soft screen">Whoever has this address can read this page until ${htmlOfText(day(until))}. Print it or save it to keep it.</p></header>
${lines.length === 0 ? "<p>Nothing was written.</p>" : `<ol>\n${lines.join("\n")}\n</ol>`}`,
  );
}

/** For an address that names nothing: it says no more than that, whatever the reason is. */
export const noTranscriptPage = (): string =>
  page(
    "No transcript",
    `<h1>There is no transcript here</h1><p class="soft">The address is not complete, or its time is over. In the app you may be able to get a new one.</p>`,
  );

const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${htmlOfText(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;

const timeOf = (at: number, moment: (at: number) => string): string =>
  `<time datetime="${new Date(at).toISOString()}">${htmlOfText(moment(at))}</time>`;

const writer = (timeZone: string, parts: Intl.DateTimeFormatOptions): ((at: number) => string) => {
  const format = new Intl.DateTimeFormat("en-GB", { ...parts, timeZone });
  return (at) => format.format(at);
};

/** `null`: nothing that a reader of the transcript would miss. */
function bodyOf({ body, erasedAt }: StoredMessage): string | null {
  if (erasedAt !== null) return `<p class="soft">Removed</p>`;
  return written(body);
}

function written(body: MessageBody): string | null {
  switch (body.kind) {
    case "text":
      return `<p>${htmlOfText(body.text)}</p>`;
    case "file":
      return `<p>File: ${htmlOfText(body.name)}</p>`;
    case "location":
      return `<p>Position: ${htmlOfText(body.address ?? `${body.latitude.toFixed(5)}, ${body.longitude.toFixed(5)}`)}</p>`;
    case "form":
      return `<p>Form: ${htmlOfText(body.formName)}</p><dl>${Object.entries(body.fields)
        .map(([name, value]) => `<dt>${htmlOfText(name)}</dt><dd>${htmlOfText(value)}</dd>`)
        .join("")}</dl>`;
    case "secure_form":
      return `<p>Secure form: ${htmlOfText(body.formName)}</p>`;
    case "call_request":
      return `<p>Asked to be called at ${htmlOfText(body.number)}</p>`;
    default:
      return null;
  }
}
