import { Modal } from "@mantine/core";
import type { PromptRow } from "@patchbay/protocol";
import { type FormEvent, useState } from "react";
import { toast } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { Field, TextField } from "../parts/Field.js";
import { readLists } from "../setup-data.js";
import { saySpoken, TEXT_MAX } from "./spoken.js";

/** A prompt made of a text, by the voice that is set up; without one the dialog says so and leads to the upload. */
export function SpokenDialog({
  prompt,
  available,
  onUpload,
  onClose,
}: {
  /** `null`: a new one. */
  readonly prompt: PromptRow | null;
  readonly available: boolean;
  readonly onUpload: () => void;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const [name, setName] = useState(prompt?.name ?? "");
  const [text, setText] = useState(prompt?.text ?? "");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const nameless = asked && name.trim() === "";
  const textless = asked && text.trim() === "";
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (busy || name.trim() === "" || text.trim() === "") return;
    setBusy(true);
    const code = await saySpoken({ name, text, promptId: prompt?.promptId ?? null });
    setBusy(false);
    if (code !== null) {
      toast(t(`setup.prompts.failed.${code}`, { defaultValue: t(`errors.${code}`) }), { tone: "error" });
      return;
    }
    toast(t("setup.prompts.spoken.made", { name }));
    await readLists("prompts");
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        prompt === null
          ? t("setup.prompts.spoken.title")
          : t("setup.prompts.spoken.again", { name: prompt.name })
      }
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      {available ? (
        <form className="setup-question" onSubmit={(event) => void save(event)} noValidate>
          <TextField
            label={t("setup.name")}
            error={nameless ? t("setup.prompts.nameMissing") : undefined}
            value={name}
            max={80}
            onChange={setName}
          />
          <Field
            label={t("setup.prompts.spoken.text")}
            hint={t("setup.prompts.spoken.hint", { left: TEXT_MAX - text.length })}
            error={textless ? t("setup.prompts.spoken.textMissing") : undefined}
          >
            {(aria) => (
              <textarea
                {...aria}
                className="input setup-spoken"
                rows={5}
                maxLength={TEXT_MAX}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <div className="acts">
            <button type="button" className="btn" onClick={onClose}>
              {t("setup.cancel")}
            </button>
            <button type="submit" className="btn primary" aria-disabled={busy}>
              {t(busy ? "setup.prompts.spoken.busy" : "setup.prompts.spoken.make")}
            </button>
          </div>
        </form>
      ) : (
        <div className="setup-question">
          <p>{t("setup.prompts.spoken.none")}</p>
          <div className="acts">
            <button type="button" className="btn" onClick={onClose}>
              {t("setup.cancel")}
            </button>
            <button type="button" className="btn primary" onClick={onUpload}>
              {t("setup.prompts.upload")}
            </button>
          </div>
        </div>
      )}
    </Modal>
  );
}
