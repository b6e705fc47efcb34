import {
  fillPop,
  POP_PAGES_MAX,
  POP_TEXT_MAX,
  POP_URL_MAX,
  popOrigin,
  popPrefixes,
  popUrlProblem,
  popVariables,
  type ScreenPopRow,
  unknownPopVariable,
} from "@patchbay/protocol";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CheckField, Field, TextField } from "../parts/Field.js";
import { Head } from "../parts/Head.js";
import { changedText } from "../parts/when.js";
import { goTo, tellUnsaved } from "../place.js";
import { readLists } from "../setup-data.js";

type Page = ScreenPopRow["form"]["pages"][number];

const SAMPLE = Object.fromEntries(
  popVariables.map((name) => [name, name === "case.number" ? "10042" : `sample ${name.split(".")[1] ?? ""}`]),
);

/** What one service shows, judged while it is typed, and what its addresses would be with sample values. */
export function ScreenPopForm({ service }: { readonly service: ScreenPopRow }) {
  const t = useWords();
  /** As it was read when the form was opened, or last saved. */
  const [was, setWas] = useState(service);
  const [pages, setPages] = useState<readonly Page[]>(service.form.pages);
  const [lines, setLines] = useState(service.form.origins.join("\n"));
  const [text, setText] = useState(service.form.text);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ readonly code: string; readonly who: unknown } | null>(null);
  const origins = lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const form = { pages: [...pages], origins, text };
  const dirty = JSON.stringify(form) !== JSON.stringify(was.form);
  const badOrigin = origins.find((origin) => popOrigin(origin) !== origin);
  const badText = unknownPopVariable(text);
  const isWrong =
    badOrigin !== undefined ||
    badText !== null ||
    pages.some(({ label, url }) => label.trim() === "" || popUrlProblem(url, origins) !== null);
  useEffect(() => {
    tellUnsaved(dirty ? { name: service.name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, service.name]);

  const put = (at: number, next: Partial<Page>): void => {
    setRefusal(null);
    setPages(pages.map((page, index) => (index === at ? { ...page, ...next } : page)));
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (busy || !dirty || isWrong) return;
    setBusy(true);
    const { serviceId, name } = service;
    const answer = await ask("saveScreenPop", { serviceId, version: was.version, form });
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, who: answer.error.facts?.["changedBy"] });
      if (answer.error.code === "version_conflict") await readLists("services");
      return;
    }
    tellUnsaved(null);
    setWas({ ...service, version: answer.output.version, form });
    setAsked(false);
    toast(t("pop.set.saved", { name }));
    await readLists("services");
  };
  const takeNewest = (): void => {
    setWas(service);
    setPages(service.form.pages);
    setLines(service.form.origins.join("\n"));
    setText(service.form.text);
    setRefusal(null);
  };
  const errorOf = ({ url }: Page): string | undefined => {
    const problem = popUrlProblem(url, origins);
    return problem === null || (problem === "empty" && !asked) ? undefined : t(`pop.set.problems.${problem}`);
  };

  return (
    <form className="setup-form" onSubmit={(event) => void submit(event)} noValidate>
      <Head section="screenPop" item={service.name} />
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && (
            <div className="banner m-danger" role="alert">
              <span />
              <span>
                {refusal.code === "version_conflict"
                  ? t("pop.set.conflict", {
                      who: typeof refusal.who === "string" ? refusal.who : t("setup.somebody"),
                    })
                  : t(`errors.${refusal.code}`, { defaultValue: t("errors.unknown_error") })}
              </span>
              {refusal.code === "version_conflict" && (
                <button type="button" className="btn sm" onClick={takeNewest}>
                  {t("setup.numbers.takeNewest")}
                </button>
              )}
            </div>
          )}
          <fieldset className="setup-section spaced">
            <legend>{t("pop.set.pages")}</legend>
            <p className="hint">{t("pop.set.pagesHint")}</p>
            {pages.map((page, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a page is what stands at its place.
              <div key={at} className="setup-section spaced">
                <TextField
                  label={t("pop.set.label")}
                  value={page.label}
                  max={40}
                  error={asked && page.label.trim() === "" ? t("pop.set.labelMissing") : undefined}
                  onChange={(label) => put(at, { label })}
                />
                <TextField
                  label={t("pop.set.url")}
                  value={page.url}
                  max={POP_URL_MAX}
                  error={errorOf(page)}
                  onChange={(url) => put(at, { url })}
                />
                <Field label={t("pop.set.when")}>
                  {(aria) => (
                    <select
                      {...aria}
                      className="input md"
                      value={page.when}
                      onChange={(event) =>
                        put(at, { when: event.target.value === "offered" ? "offered" : "answered" })
                      }
                    >
                      <option value="offered">{t("pop.set.offered")}</option>
                      <option value="answered">{t("pop.set.answered")}</option>
                    </select>
                  )}
                </Field>
                <CheckField
                  label={t("pop.set.stays")}
                  checked={page.stays}
                  onChange={(stays) => put(at, { stays })}
                />
                <div>
                  <button
                    type="button"
                    className="btn sm"
                    onClick={() => setPages(pages.filter((_, index) => index !== at))}
                  >
                    <IconTrash size={16} stroke={1.7} aria-hidden="true" />
                    {t("pop.set.remove", { name: page.label.trim() || t("pop.set.unnamed") })}
                  </button>
                </div>
              </div>
            ))}
            {pages.length < POP_PAGES_MAX && (
              <div>
                <button
                  type="button"
                  className="btn sm"
                  onClick={() => setPages([...pages, { label: "", url: "", when: "answered", stays: true }])}
                >
                  <IconPlus size={16} stroke={1.7} aria-hidden="true" />
                  {t("pop.set.add")}
                </button>
              </div>
            )}
          </fieldset>
          <Field
            label={t("pop.set.origins")}
            hint={t("pop.set.originsHint")}
            error={badOrigin === undefined ? undefined : t("pop.set.badOrigin", { origin: badOrigin })}
          >
            {(aria) => (
              <textarea
                {...aria}
                className="area"
                rows={3}
                spellCheck={false}
                value={lines}
                onChange={(event) => setLines(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={t("pop.set.text")}
            hint={t("pop.set.textHint")}
            error={badText === null ? undefined : t("pop.set.badText", { variable: badText })}
          >
            {(aria) => (
              <textarea
                {...aria}
                className="area"
                rows={5}
                maxLength={POP_TEXT_MAX}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        </div>
        <aside className="setup-side" aria-label={t("setup.about")}>
          <section className="setup-side-part">
            <h2>{t("pop.set.try")}</h2>
            <p className="hint">{t("pop.set.tryHint")}</p>
            {pages.map(({ label, url }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a page is what stands at its place.
              <p key={at} className="small pop-try">
                <b>{label}</b> {fillPop(url, SAMPLE, encodeURIComponent).text}
              </p>
            ))}
            <p className="small pop-try">{fillPop(text, SAMPLE).text}</p>
          </section>
          <section className="setup-side-part">
            <h2>{t("pop.set.variables")}</h2>
            <p className="small pop-try">
              {[...popVariables, ...popPrefixes.map((prefix) => `${prefix}…`)]
                .map((name) => `{{${name}}}`)
                .join(" ")}
            </p>
          </section>
          <section className="setup-side-part">
            <h2>{t("setup.lastChanged")}</h2>
            <p className="small">{changedText(service)}</p>
          </section>
        </aside>
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">{dirty ? t("pop.set.applies") : t("setup.nothingChanged")}</span>
        <button type="button" className="btn" onClick={() => goTo({ section: "screenPop", item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty || isWrong}>
          {t("setup.save")}
        </button>
      </footer>
    </form>
  );
}
