/** The document as far as the page reads it; everything else is shown as JSON. */
interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly requestBody?: unknown;
  readonly responses?: unknown;
}

/** What stands around the operations. */
export interface DocsFrame {
  readonly errors: {
    readonly intro: string;
    /** Code, status, what it means. */
    readonly rows: readonly (readonly [string, number | null, string])[];
  };
  /** The documentation of our other API. */
  readonly other: { readonly title: string; readonly href: string };
}

/** The documentation as one page without script: what the document holds, in reading order. */
export function docsPage(document: object, { errors, other }: DocsFrame): string {
  const { info, paths } = document as {
    readonly info: { readonly title: string; readonly version: string; readonly description?: string };
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const operations = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => operation.tags?.[0] ?? "other"))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags?.[0] ?? "other") === tag);
    return `<section><h2 id="${html(tag)}">${html(tag)}</h2>${own.map(operationHtml).join("")}</section>`;
  });
  const codes = errors.rows.map(
    ([code, status, means]) =>
      `<tr><td><code>${html(code)}</code></td><td>${status ?? ""}</td><td>${html(means)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(info.title)}</title><link rel="stylesheet" href="docs.css"></head>
<body><main><h1>${html(info.title)} <small>${html(info.version)}</small></h1>
<p>${html(info.description ?? "")}</p>
<p>The same as data: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). Our other API: <a href="${html(other.href)}">${html(other.title)}</a>.</p>
<nav aria-label="Parts">${tags.map((tag) => `<a href="#${html(tag)}">${html(tag)}</a>`).join(" ")} <a href="#errors">errors</a></nav>
${sections.join("\n")}
<section><h2 id="errors">errors</h2><p>${html(errors.intro)}</p>
<table><thead><tr><th>code</th><th>status</th><th>means</th></tr></thead><tbody>${codes.join("")}</tbody></table></section>
</main></body></html>
`;
}

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Operation;
}): string {
  const parameters = (operation.parameters ?? []).map(
    (parameter) =>
      `<li><code>${html(parameter.name)}</code> in ${html(parameter.in)}${parameter.required === true ? "" : ", optional"}` +
      `${parameter.description === undefined ? "" : `: ${html(parameter.description)}`}</li>`,
  );
  return `<article><h3><span>${method}</span> <code>${html(path)}</code></h3><p>${html(operation.summary ?? "")}</p>
${parameters.length === 0 ? "" : `<ul>${parameters.join("")}</ul>`}
${json("Request body", operation.requestBody)}${json("Answers", operation.responses)}</article>`;
}

const json = (title: string, value: unknown): string =>
  value === undefined
    ? ""
    : `<details><summary>${title}</summary><pre>${html(JSON.stringify(value, null, 2))}</pre></details>`;

const html = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** For pages without script. */
export const safeDocsHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
small { font-weight: normal; opacity: 0.7; }
article { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 0.5rem 0; }
h3 { margin: 0.5rem 0 0; font-size: 1rem; }
h3 span { display: inline-block; min-width: 3.5rem; }
pre { overflow: auto; padding: 0.75rem; background: color-mix(in srgb, currentColor 6%, transparent); font-size: 0.8rem; }
td, th { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; vertical-align: top; }
nav a { margin-right: 1rem; }
`;
