import {
  callFailureCatalogue,
  type ErrorEntry,
  type ErrorWords,
  errorCatalogue,
  type MessagingErrorCode,
  messagingCatalogue,
  messagingErrors,
  phoneFaultCatalogue,
} from "@patchbay/protocol";

interface Shown extends ErrorEntry {
  readonly code: string;
  readonly sentence: string;
}

type Group = "desk" | "phone" | "call" | "messaging";

/** Every code with what it says, in the order of the catalogue. */
export function shownErrors(words: ErrorWords): Readonly<Record<Group, readonly Shown[]>> {
  const sentence = (text: unknown): string =>
    typeof text === "string"
      ? text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => words.help.example[name] ?? "…")
      : "";
  const from = (
    catalogue: Readonly<Record<string, ErrorEntry>>,
    textOf: (code: string) => string,
  ): readonly Shown[] =>
    Object.entries(catalogue).map(([code, entry]) => ({ ...entry, code, sentence: textOf(code) }));
  return {
    desk: from(errorCatalogue, (code) => sentence(words.errors[code])),
    phone: from(phoneFaultCatalogue, (code) =>
      `${sentence(words.phoneStatus[code])}. ${sentence(words.phoneWhy[code])}`.trim(),
    ),
    call: from(callFailureCatalogue, (code) => sentence(words.callFailed[code])),
    messaging: (Object.keys(messagingCatalogue) as MessagingErrorCode[]).map((code) => ({
      ...messagingCatalogue[code],
      code,
      status: messagingErrors[code].status,
      sentence: messagingErrors[code].means,
    })),
  };
}

/** The page of all errors in one language. Its script only hides what was not looked for: without it all of them are there. */
export function errorsPage(language: string, words: ErrorWords, languages: readonly string[]): string {
  const { page } = words.help;
  const groups = Object.entries(shownErrors(words)).map(
    ([group, entries]) =>
      `<section aria-labelledby="group-${group}"><h2 id="group-${group}">${html(page.group[group] ?? group)}</h2>
<p class="more">${html(page.groupIntro[group] ?? "")}</p>
${entries.map((shown) => entryHtml(shown, words, group === "messaging" ? "en" : null)).join("\n")}</section>`,
  );
  const others = languages
    .filter((other) => other !== language)
    .map(
      (other) => `<a href="?lang=${other}" hreflang="${other}" lang="${other}">${languageName(other)}</a>`,
    );
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(page.title)} · Patchbay</title><link rel="icon" href="/desk/logo.svg" type="image/svg+xml">
<link rel="stylesheet" href="/help/errors.css"><script src="/help/errors.js" defer></script></head>
<body><header><img src="/desk/logo.svg" alt="" width="28" height="28"><b>Patchbay</b><nav>${others.join(" ")} <a href="/desk/">${html(page.toDesk)}</a></nav></header>
<main><h1>${html(page.title)}</h1><p class="intro">${html(page.intro)}</p>
<form role="search" hidden><label for="find">${html(page.search)}</label><input id="find" type="search" autocomplete="off" spellcheck="false">
<span role="status"><span id="count"></span> ${html(page.found)}</span></form>
<p id="none" hidden>${html(page.none)}</p>
${groups.join("\n")}
</main></body></html>
`;
}

function entryHtml(
  { code, sentence, severity, effect, action, sees, status }: Shown,
  { help }: ErrorWords,
  language: string | null,
): string {
  const seen = sees.map((who) => help.sees[who] ?? who).join(", ");
  const facts = [
    [help.page.did, help.effect[effect]],
    [help.page.todo, help.action[action]],
    [help.page.seenBy, seen],
    ...(status === null ? [] : [[help.page.status, String(status)]]),
  ];
  return `<article id="${html(code)}"><h3${language === null ? "" : ` lang="${language}"`}>${html(sentence)}</h3>
<p class="code"><a href="#${html(code)}"><code>${html(code)}</code></a> <span class="${severity}">${html(help.severity[severity] ?? severity)}</span></p>
<dl>${facts.map(([name, value]) => `<div><dt>${html(name ?? "")}</dt><dd>${html(value ?? "")}</dd></div>`).join("")}</dl></article>`;
}

const languageName = (language: string): string =>
  html(new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language);

const html = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
