import { createHash } from "node:crypto";
import type { WidgetLanguage } from "@patchbay/protocol";
import type { MessageBody } from "../center/content.js";
import type { StoredMessage } from "../center/records.js";
import { htmlOfText } from "../center/text-and-html.js";
import { type TranscriptWords, transcriptWords } from "./words.js";

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
  readonly language: WidgetLanguage;
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
  const { company, service, messages, startedAt, endedAt, until, timeZone, language } = transcript;
  const words = transcriptWords[language];
  const time = writer(words, timeZone, { hour: "2-digit", minute: "2-digit" });
  const day = writer(words, timeZone, { day: "numeric", month: "long", year: "numeric" });
  const moment = (at: number): string => `${day(at)}, ${time(at)}`;
  const lines = messages.flatMap((message) => {
    const said = bodyOf(message, words);
    if (said === null || message.audience !== "all") return [];
    const mine = message.from === "customer";
    const who = mine ? words.you : transcript.nicknameOf(message.from);
    return `<li${mine ? ' class="mine"' : ""}><div class="who"><b dir="auto">${htmlOfText(who)}</b>${timeOf(message.at, moment)}</div>${said}</li>`;
  });
  const begun = timeOf(startedAt, moment);
  const span = endedAt === null ? begun : words.fromTo(begun, timeOf(endedAt, moment));
  return page(
    language,
    words.title(company),
    `<header><h1>${htmlOfText(words.title(company))}</h1>
<p class="soft">${htmlOfText(service)} · ${span} (${htmlOfText(timeZone)})</p>
<p class="soft screen">${htmlOfText(words.readableUntil(day(until)))}</p></header>
${lines.length === 0 ? `<p>${htmlOfText(words.nothing)}</p>` : `<ol>\n${lines.join("\n")}\n</ol>`}`,
  );
}

/** For an address that names nothing: it says no more than that, whatever the reason is. */
export function noTranscriptPage(language: WidgetLanguage): string {
  const { title, head, body } = transcriptWords[language].missing;
  return page(language, title, `<h1>${htmlOfText(head)}</h1><p class="soft">${htmlOfText(body)}</p>`);
}

const page = (language: WidgetLanguage, title: string, body: string): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer"><title>${htmlOfText(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;

const timeOf = (at: number, moment: (at: number) => string): string =>
  `<time datetime="${new Date(at).toISOString()}">${htmlOfText(moment(at))}</time>`;

const writer = (
  { locale }: TranscriptWords,
  timeZone: string,
  parts: Intl.DateTimeFormatOptions,
): ((at: number) => string) => {
  const format = new Intl.DateTimeFormat(locale, { ...parts, timeZone });
  return (at) => format.format(at);
};

/** `null`: nothing that a reader of the transcript would miss. */
function bodyOf({ body, erasedAt }: StoredMessage, words: TranscriptWords): string | null {
  if (erasedAt !== null) return `<p class="soft">${htmlOfText(words.removed)}</p>`;
  return written(body, words);
}

function written(body: MessageBody, words: TranscriptWords): string | null {
  const named = (kind: string, name: string): string =>
    `<p>${htmlOfText(kind)}: <bdi>${htmlOfText(name)}</bdi></p>`;
  switch (body.kind) {
    case "text":
      return `<p dir="auto">${htmlOfText(body.text)}</p>`;
    case "file":
      return named(words.file, body.name);
    case "location":
      return named(
        words.position,
        body.address ?? `${body.latitude.toFixed(5)}, ${body.longitude.toFixed(5)}`,
      );
    case "form":
      return `${named(words.form, body.formName)}<dl>${Object.entries(body.fields)
        .map(([name, value]) => `<dt>${htmlOfText(name)}</dt><dd>${htmlOfText(value)}</dd>`)
        .join("")}</dl>`;
    case "secure_form":
      return named(words.secureForm, body.formName);
    case "call_request":
      return `<p>${htmlOfText(words.askedToBeCalled(body.number))}</p>`;
    default:
      return null;
  }
}
