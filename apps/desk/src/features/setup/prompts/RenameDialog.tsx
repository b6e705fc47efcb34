import { Modal } from "@mantine/core";
import { type PromptRow, promptKinds } from "@patchbay/protocol";
import { type FormEvent, useState } from "react";
import { ask, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { SelectField, TextField } from "../parts/Field.js";
import { readLists } from "../setup-data.js";

/** What a prompt is called, and what it is for. */
export function RenameDialog({
  prompt,
  onClose,
}: {
  readonly prompt: PromptRow;
  readonly onClose: () => void;
}) {
  const t = useWords();
  const [name, setName] = useState(prompt.name);
  const [kind, setKind] = useState(prompt.kind);
  const [asked, setAsked] = useState(false);
  const missing = name.trim() === "";
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (missing) return;
    const answer = await ask("savePrompt", { promptId: prompt.promptId, name, kind });
    if (!answer.ok) {
      toastError(answer.error);
      return;
    }
    await readLists("prompts");
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("setup.prompts.renameTitle", { name: prompt.name })}
      closeButtonProps={{ "aria-label": t("setup.close") }}
      size="md"
      centered
    >
      <form className="setup-question" onSubmit={(event) => void save(event)} noValidate>
        <TextField
          label={t("setup.name")}
          error={asked && missing ? t("setup.prompts.nameMissing") : undefined}
          value={name}
          max={80}
          onChange={setName}
        />
        <SelectField
          label={t("setup.prompts.kind")}
          value={kind}
          onChange={(next) => setKind(promptKinds.find((one) => one === next) ?? kind)}
        >
          {promptKinds.map((one) => (
            <option key={one} value={one}>
              {t(`setup.prompts.kinds.${one}`)}
            </option>
          ))}
        </SelectField>
        <div className="acts">
          <button type="button" className="btn" onClick={onClose}>
            {t("setup.cancel")}
          </button>
          <button type="submit" className="btn primary">
            {t("setup.save")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
