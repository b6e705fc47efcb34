import { Modal } from "@mantine/core";
import {
  CANNED_FOLDER_MAX,
  CANNED_KEYWORD_MAX,
  CANNED_TEXT_MAX,
  CANNED_TITLE_MAX,
  type CannedVariable,
  cannedVariables,
} from "@patchbay/protocol";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { insertText } from "../../../parts/insert-text.js";
import { deskLanguage } from "../../../parts/language-name.js";
import { toast } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { Field, SelectField, TextField } from "../../setup/parts/Field.js";
import { Question } from "../../setup/parts/Question.js";
import { touched } from "../../setup/parts/touched.js";
import { type CannedSaved, saveCanned, sentenceOf, useCanned } from "../canned-store.js";
import { languageName } from "../language-name.js";
import { Preview } from "../Preview.js";
import { foldersOf } from "../search.js";
import { useFilling } from "../use-filling.js";
import {
  type CannedEdit,
  changeDraft,
  closeEdit,
  draftOf,
  isDirty,
  problemsOf,
  useCannedEdit,
} from "./edit.js";

/** Those that are chosen most; what a response has already is among the choices as well. */
const LANGUAGES = [
  "ar",
  "de",
  "en",
  "es",
  "fr",
  "hi",
  "it",
  "ja",
  "ko",
  "nl",
  "pl",
  "pt",
  "ru",
  "sv",
  "tr",
  "uk",
  "vi",
  "zh",
];
type Refused = Extract<CannedSaved, { readonly ok: false }>;

/** One response: written, checked as it is typed, and shown as a customer would read it. */
export function CannedForm({ edit }: { readonly edit: CannedEdit }) {
  const t = useWords();
  const { draft, was, shared } = edit;
  const responses = useCanned((state) => state.responses) ?? [];
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const dirty = isDirty(edit);
  const others = responses.filter((one) => one.shared === shared && one.responseId !== edit.responseId);
  const now = responses.find(({ responseId }) => responseId === edit.responseId);
  const overtaken = now !== undefined && now.version > edit.version && !busy;
  const problems = problemsOf(draft, others);
  const sentences = Object.fromEntries(
    Object.entries(problems).map(([field, { why, facts }]) => [field, t(why, facts)]),
  );
  // What has its reason in another field is told wherever the change was made.
  const shown: Readonly<Record<string, string>> = tried
    ? sentences
    : {
        ...touched(sentences, was, draft),
        ...(dirty && problems.keyword && { keyword: sentences["keyword"] }),
      };

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  const close = (): void => {
    if (dirty) setLeaving(true);
    else closeEdit();
  };
  const save = async (version: number): Promise<void> => {
    setTried(true);
    if (busy || Object.keys(problems).length > 0) return;
    setBusy(true);
    const { language, ...fields } = draft;
    const form = {
      ...fields,
      language: language || null,
      serviceIds: [...draft.serviceIds],
      marks: [...draft.marks],
    };
    const saved = await saveCanned({ responseId: edit.responseId, version, shared, form });
    setBusy(false);
    if (!saved.ok) {
      setRefusal(saved);
      return;
    }
    toast(t("canned.saved", { title: saved.view.title }));
    if (useCannedEdit.getState().edit?.responseId === edit.responseId) closeEdit();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!overtaken) void save(edit.version);
  };
  const change = (next: Parameters<typeof changeDraft>[0]): void => {
    setRefusal(null);
    changeDraft(next);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t(
        edit.version > 0 ? "canned.form.editTitle" : shared ? "canned.form.newShared" : "canned.form.newOwn",
      )}
      closeButtonProps={{ "aria-label": t("canned.close") }}
      size="xl"
      centered
    >
      <form className="canned-form" noValidate onSubmit={submit}>
        {overtaken && now !== undefined && (
          <div className="banner m-due" role="alert">
            <span />
            <span>{t("canned.changedElsewhere")}</span>
            <span className="row">
              <button
                type="button"
                className="btn sm"
                onClick={() => {
                  const theirs = draftOf(now);
                  useCannedEdit.setState({
                    edit: { ...edit, version: now.version, was: theirs, draft: theirs },
                  });
                }}
              >
                {t("canned.takeTheirs")}
              </button>
              <button type="button" className="btn sm" onClick={() => void save(now.version)}>
                {t("canned.saveOver")}
              </button>
            </span>
          </div>
        )}
        {refusal !== null && !overtaken && (
          <p className="hint bad" role="alert">
            {sentenceOf(refusal)}
          </p>
        )}
        <div className="canned-form-grid">
          <TextField
            label={t("canned.manage.title")}
            value={draft.title}
            max={CANNED_TITLE_MAX}
            error={shown["title"]}
            onChange={(title) => change({ title })}
          />
          <TextField
            label={t("canned.manage.keyword")}
            hint={t("canned.form.keywordHint", { keyword: draft.keyword || "hello" })}
            value={draft.keyword}
            max={CANNED_KEYWORD_MAX}
            error={shown["keyword"]}
            onChange={(keyword) => change({ keyword: keyword.replace(/^\//, "") })}
          />
          <FolderField
            folder={draft.folder}
            error={shown["folder"]}
            onChange={(folder) => change({ folder })}
          />
          <SelectField
            label={t("canned.form.language")}
            hint={t("canned.form.languageHint")}
            value={draft.language}
            onChange={(language) => change({ language })}
          >
            <option value="">{t("canned.form.everyLanguage")}</option>
            {[...new Set([...LANGUAGES, ...(was.language === "" ? [] : [was.language])])]
              .map((tag) => ({ tag, name: languageName(tag) }))
              .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()))
              .map(({ tag, name }) => (
                <option key={tag} value={tag}>
                  {name}
                </option>
              ))}
          </SelectField>
        </div>
        <TextWithVariables text={draft.text} error={shown["text"]} onChange={(text) => change({ text })} />
        <Example text={draft.text} />
        <ForWhom serviceIds={draft.serviceIds} marks={draft.marks} onChange={change} />
        <footer className="row">
          <span className="grow" />
          <button type="button" className="btn" onClick={close}>
            {t("canned.form.cancel")}
          </button>
          <button type="submit" className="btn primary" aria-disabled={busy || overtaken}>
            {t(busy ? "canned.form.saving" : "canned.form.save")}
          </button>
        </footer>
      </form>
      {leaving && (
        <Question
          title={t("canned.form.discardTitle")}
          onClose={() => setLeaving(false)}
          choices={[
            { label: t("canned.form.stay"), run: () => setLeaving(false) },
            { label: t("canned.form.discard"), look: "stop", run: closeEdit },
          ]}
        >
          <p>{t("canned.form.discardBody", { title: draft.title || t("canned.manage.add") })}</p>
        </Question>
      )}
    </Modal>
  );
}

function FolderField({
  folder,
  error,
  onChange,
}: {
  readonly folder: string;
  readonly error: string | undefined;
  readonly onChange: (folder: string) => void;
}) {
  const t = useWords();
  const id = useId();
  const responses = useCanned((state) => state.responses);
  return (
    <>
      <TextField
        label={t("canned.manage.folder")}
        hint={t("canned.form.folderHint")}
        value={folder}
        max={CANNED_FOLDER_MAX}
        list={`${id}-folders`}
        error={error}
        onChange={onChange}
      />
      <datalist id={`${id}-folders`}>
        {foldersOf(responses ?? []).map(({ path }) => (
          <option key={path} value={path} />
        ))}
      </datalist>
    </>
  );
}

function TextWithVariables({
  text,
  error,
  onChange,
}: {
  readonly text: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}) {
  const t = useWords();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <div className="canned-text">
      <Field
        label={t("canned.form.text")}
        hint={t("canned.form.variableHint", { example: "{{customer.firstName|there}}" })}
        error={error}
      >
        {(aria) => (
          <textarea
            {...aria}
            ref={field}
            className={`input${error === undefined ? "" : " bad"}`}
            rows={6}
            maxLength={CANNED_TEXT_MAX}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <div className="row">
        <select
          className="input md"
          aria-label={t("canned.form.variable")}
          value=""
          onChange={(event) => {
            const element = field.current;
            if (element !== null && event.target.value !== "")
              insertText(element, element.selectionStart, element.selectionEnd, `{{${event.target.value}}}`);
          }}
        >
          <option value="">{t("canned.form.variable")}</option>
          {cannedVariables.map((name) => (
            <option key={name} value={name}>
              {labelOf(t, name)}
            </option>
          ))}
        </select>
        <span className="grow" />
        <span className="small mute num">
          {t("canned.form.left", { count: text.length, max: CANNED_TEXT_MAX })}
        </span>
      </div>
    </div>
  );
}

const labelOf = (t: ReturnType<typeof useWords>, name: CannedVariable): string =>
  t(`canned.variables.${name.replace(".", "_")}`);

/** As it would be for a customer whose names are known. */
function Example({ text }: { readonly text: string }) {
  const t = useWords();
  const services = useDesk(({ data }) => data?.services);
  const [example] = useState(() => ({
    contact: {
      contactId: "",
      name: "",
      firstName: t("canned.form.example.firstName"),
      lastName: t("canned.form.example.lastName"),
      phones: [],
      emails: [],
      account: null,
      since: 0,
    },
    serviceName: [...(services?.values() ?? [])][0]?.name ?? "",
    caseNumber: 10_000,
  }));
  const fill = useFilling(example);
  if (text.trim() === "") return null;
  return (
    <div>
      <p className="canned-example-head" title={t("canned.form.previewNote")}>
        {t("canned.form.preview")}
      </p>
      <p className="canned-example">
        <Preview parts={fill(text).parts} />
      </p>
    </div>
  );
}

function ForWhom({
  serviceIds,
  marks,
  onChange,
}: {
  readonly serviceIds: readonly string[];
  readonly marks: readonly ("mobile" | "web")[];
  readonly onChange: (change: {
    readonly serviceIds?: readonly string[];
    readonly marks?: readonly ("mobile" | "web")[];
  }) => void;
}) {
  const t = useWords();
  const services = useDesk(({ data }) => data?.services);
  const toggled = <T,>(list: readonly T[], one: T): readonly T[] =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  return (
    <div className="canned-form-grid">
      <fieldset className="canned-checks">
        <legend>{t("canned.form.services")}</legend>
        {[...(services?.values() ?? [])].map(({ serviceId, name }) => (
          <label key={serviceId}>
            <input
              type="checkbox"
              checked={serviceIds.includes(serviceId)}
              onChange={() => onChange({ serviceIds: toggled(serviceIds, serviceId) })}
            />
            {name}
          </label>
        ))}
        <p className="hint">{t("canned.form.servicesHint")}</p>
      </fieldset>
      <fieldset className="canned-checks">
        <legend>{t("canned.form.marks")}</legend>
        {(["mobile", "web"] as const).map((mark) => (
          <label key={mark}>
            <input
              type="checkbox"
              checked={marks.includes(mark)}
              onChange={() => onChange({ marks: toggled(marks, mark) })}
            />
            {t(`canned.form.mark.${mark}`)}
          </label>
        ))}
        <p className="hint">{t("canned.form.marksHint")}</p>
      </fieldset>
    </div>
  );
}
