import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useWords } from "../../../words/words.js";
import { goTo } from "../place.js";
import type { SectionId } from "../sections.js";
import { Head } from "./Head.js";
import { Question } from "./Question.js";
import type { SetupForm } from "./use-form.js";
import { whenText } from "./when.js";

interface Removal {
  readonly label: string;
  readonly title: string;
  /** What it means, and what stands in the way. */
  readonly body: ReactNode;
  /** Something stands in the way: there is nothing to press but to stay. */
  readonly blocked?: boolean;
  readonly run: () => void;
}

/** What every form of Set-up has around its fields: head, what the server refused, the side, and the foot with Save. */
export function FormFrame<Draft>({
  section,
  item,
  form,
  applies,
  newest,
  removal,
  side,
  chips,
  children,
}: {
  readonly section: SectionId;
  readonly item: string;
  readonly form: SetupForm<Draft>;
  /** When what is saved holds, as a sentence. */
  readonly applies: string;
  /** What is stored now, for whoever was slower than somebody else; `null`: it is new. */
  readonly newest: Draft | null;
  readonly removal?: Removal | null;
  readonly side?: ReactNode;
  readonly chips?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useWords();
  const [removing, setRemoving] = useState(false);
  const { refusal, dirty, busy } = form;
  // What is wrong may be far above the button that was pressed.
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    const { currentTarget: fields } = event;
    form.submit(event);
    requestAnimationFrame(() => fields.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <form className="setup-form" onSubmit={submit} noValidate>
      <Head section={section} item={item} chips={chips}>
        {removal != null && (
          <button type="button" className="btn danger-quiet" onClick={() => setRemoving(true)}>
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
            {removal.label}
          </button>
        )}
      </Head>
      <div className="setup-columns">
        <div className="setup-fields">
          {refusal !== null && (
            <div className="banner m-danger" role="alert">
              <span />
              <span>
                {refusal.code === "version_conflict"
                  ? t("setupForm.conflict", {
                      who: String(refusal.facts["changedBy"] ?? t("setup.somebody")),
                      when:
                        typeof refusal.facts["changedAt"] === "number"
                          ? whenText(refusal.facts["changedAt"])
                          : t("setup.justNow"),
                    })
                  : t(`errors.${refusal.code}`, { defaultValue: t("errors.unknown_error") })}
              </span>
              {refusal.code === "version_conflict" && newest !== null && (
                <button type="button" className="btn sm" onClick={() => form.take(newest)}>
                  {t("setupForm.takeNewest")}
                </button>
              )}
            </div>
          )}
          {children}
        </div>
        {side !== undefined && (
          <aside className="setup-side" aria-label={t("setup.about")}>
            {side}
          </aside>
        )}
      </div>
      <footer className="setup-foot">
        <span className="grow small soft">{dirty ? applies : t("setup.nothingChanged")}</span>
        <button type="button" className="btn" onClick={() => goTo({ section, item: null })}>
          {t("setup.backToList")}
        </button>
        <button type="submit" className="btn primary" aria-disabled={busy || !dirty}>
          {t("setup.save")}
        </button>
      </footer>
      {removing && removal != null && (
        <Question
          title={removal.title}
          onClose={() => setRemoving(false)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(false) },
            ...(removal.blocked === true
              ? []
              : [
                  {
                    label: removal.label,
                    look: "stop" as const,
                    run: () => {
                      setRemoving(false);
                      removal.run();
                    },
                  },
                ]),
          ]}
        >
          {removal.body}
        </Question>
      )}
    </form>
  );
}
