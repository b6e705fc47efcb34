import type { ChatEntryRow, ServiceRow, WidgetLanguage } from "@patchbay/protocol";
import { useState } from "react";
import { ask, toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { FormFrame } from "../parts/FormFrame.js";
import { useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists } from "../setup-data.js";
import { BasicsPart } from "./BasicsPart.js";
import { EntrySide } from "./EntrySide.js";
import { draftOf, type EntryDraft, formOf, newEntry, problemsOf } from "./entry-draft.js";
import { FieldsPart } from "./FieldsPart.js";
import { LookPart } from "./LookPart.js";
import { OriginsPart } from "./OriginsPart.js";
import { WordsPart } from "./WordsPart.js";
import "./entries.css";

/** One messaging entry: where its chats go, what it says and asks, and how it looks on a page. */
export function EntryForm({
  row,
  others,
  services,
}: {
  /** `null`: a new one. */
  readonly row: ChatEntryRow | null;
  readonly others: { readonly names: readonly string[]; readonly taken: readonly string[] };
  readonly services: readonly ServiceRow[];
}) {
  const t = useWords();
  const isNew = row === null;
  const [stored] = useState(() => {
    // Where there is one service, it is meant.
    const serviceId = services.length === 1 ? (services[0]?.serviceId ?? "") : "";
    return draftOf(row?.entryId ?? "", row?.form ?? { ...newEntry, serviceId });
  });
  const [chosen, edit] = useState<WidgetLanguage>(stored.languages[0] ?? "en");
  const form = useSetupForm<EntryDraft, "saveChatEntry">({
    stored,
    isNew,
    name: ({ name }) => name || t("entrySetup.new"),
    problemsOf: (draft) => problemsOf(draft, others, isNew),
    save: (draft, was) =>
      ask("saveChatEntry", {
        entryId: draft.entryId,
        was: was === null ? null : formOf(was),
        form: formOf(draft),
      }),
    fieldOf: ({ code, facts }) =>
      code !== "name_taken"
        ? null
        : facts["path"] === "entryId"
          ? { field: "entryId", text: t("entrySetup.problem.appIdTaken") }
          : { field: "name", text: t("errors.name_taken") },
    onSaved: ({ entryId }, { name }) => {
      // Its tag is what is wanted next.
      void readLists("chatEntries").then(() => isNew && goTo({ section: "chatEntries", item: entryId }));
      return t("entrySetup.saved", { name: name.trim() });
    },
    onConflict: () => void readLists("chatEntries"),
  });
  const { draft } = form;
  const editing = {
    language: draft.languages.includes(chosen) ? chosen : (draft.languages[0] ?? "en"),
    edit,
  };
  const remove = async (): Promise<void> => {
    if (row === null) return;
    const answer = await ask("removeChatEntry", { entryId: row.entryId });
    if (!answer.ok && answer.error.code !== "entry_unknown") {
      const { code } = answer.error;
      toast(t(code === "not_suitable_state" ? "entrySetup.alive" : `errors.${code}`), { tone: "error" });
      return;
    }
    toast(t("entrySetup.removed", { name: row.form.name }));
    await readLists("chatEntries");
    goTo({ section: "chatEntries", item: null });
  };
  return (
    <FormFrame
      section="chatEntries"
      item={row === null ? t("entrySetup.new") : row.form.name}
      form={form}
      applies={t("entrySetup.applies")}
      newest={row === null ? null : draftOf(row.entryId, row.form)}
      side={<EntrySide row={row} draft={draft} language={editing.language} />}
      removal={
        row === null
          ? null
          : {
              label: t("entrySetup.remove"),
              title: t("entrySetup.removeTitle", { name: row.form.name }),
              blocked: row.alive > 0,
              run: () => void remove(),
              body: (
                <p>
                  {row.alive > 0
                    ? t("entrySetup.removeAlive", { count: row.alive })
                    : t("entrySetup.removeBody")}
                </p>
              ),
            }
      }
    >
      <BasicsPart form={form} isNew={isNew} taken={others.taken} services={services} />
      <WordsPart
        form={form}
        editing={editing}
        service={services.find(({ serviceId }) => serviceId === draft.serviceId)}
      />
      <FieldsPart form={form} editing={editing} />
      <LookPart form={form} />
      <OriginsPart form={form} />
    </FormFrame>
  );
}
