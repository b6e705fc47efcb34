import type { FastifyInstance } from "fastify";
import { languageFor, readErrorWords } from "./error-words.js";
import { errorsScript, errorsStyle } from "./errors-assets.js";
import { errorsPage } from "./errors-page.js";

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The page of all errors, `/help/errors`, for everybody: it tells nothing of any center. In the language of the browser, or of
 * `?lang=`. Without a built desk there are no words, and no page.
 *
 * @param deskFolder of the built desk
 */
export function registerHelp(app: FastifyInstance, deskFolder: string): void {
  const words = readErrorWords(deskFolder);
  if (words.size === 0) return;
  const languages = [...words.keys()].sort();
  const pages = new Map(
    [...words].map(([language, own]) => [language, errorsPage(language, own, languages)]),
  );
  const config = { access: "public" } as const;

  app.get<{ Querystring: { lang?: string | string[] } }>(
    "/help/errors",
    { config },
    async (request, reply) => {
      const { lang } = request.query;
      const asked = typeof lang === "string" ? pages.get(lang) : undefined;
      const liked = pages.get(languageFor(request.headers["accept-language"], pages) ?? "");
      return reply
        .headers({
          "content-security-policy": CSP,
          "cache-control": "no-cache",
          vary: "accept-language",
        })
        .type("text/html; charset=utf-8")
        .send(asked ?? liked);
    },
  );
  app.get("/help/errors/", { config }, async (_request, reply) => reply.redirect("/help/errors"));
  app.get("/help/errors.css", { config }, async (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/css; charset=utf-8").send(errorsStyle),
  );
  app.get("/help/errors.js", { config }, async (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/javascript; charset=utf-8").send(errorsScript),
  );
}
