import { Popover } from "@mantine/core";
import { IconForms } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { ask, errorText } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";

/** Longer than any form's name; the server's limit. */
const NAME_MAX = 200;

/**
 * Asks the customer to fill in a form of the app's own, by its name; without a name, the customer's next message is the answer.
 * What the app cannot show is said here, where another way can be chosen.
 */
export function AskForm({
  interactionId,
  customer,
  onDone,
}: {
  readonly interactionId: string;
  readonly customer: string;
  /** The cursor goes back to where the agent writes. */
  readonly onDone: () => void;
}) {
  const t = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [secure, setSecure] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const title = t("conversation.askForm.open");
  const close = (): void => {
    setOpen(false);
    setRefused(null);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (asking) return;
    setAsking(true);
    setRefused(null);
    const asked = name.trim();
    const answer = await ask("askForm", {
      interactionId,
      name: asked,
      secure: secure && asked !== "",
      clientMessageId: crypto.randomUUID(),
    });
    setAsking(false);
    if (!answer.ok) {
      setRefused(errorText(answer.error));
      return;
    }
    close();
    setName("");
    setSecure(false);
    onDone();
  };
  return (
    <Popover
      opened={open}
      onDismiss={close}
      position="top-start"
      offset={6}
      width={320}
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className="btn icon quiet"
          title={title}
          aria-label={title}
          data-action="ask-form"
          onClick={() => (open ? close() : setOpen(true))}
        >
          <IconForms size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="ask-form" aria-labelledby={`${id}-title`}>
        <form onSubmit={(event) => void submit(event)}>
          <h2 id={`${id}-title`}>{t("conversation.askForm.title", { customer })}</h2>
          <label className="field">
            <b>{t("conversation.askForm.name")}</b>
            <input
              className="input"
              data-autofocus
              autoComplete="off"
              maxLength={NAME_MAX}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <span className="hint">{t("conversation.askForm.help")}</span>
          </label>
          <label className="ask-form-secure">
            <input
              type="checkbox"
              checked={secure && name.trim() !== ""}
              disabled={name.trim() === ""}
              onChange={(event) => setSecure(event.target.checked)}
            />
            <span>
              {t("conversation.askForm.secure")}{" "}
              <span className="hint">{t("conversation.askForm.secureHelp")}</span>
            </span>
          </label>
          {refused !== null && (
            <p className="hint bad" role="alert">
              {refused}
            </p>
          )}
          <div className="acts">
            <button type="button" className="btn" onClick={close}>
              {t("conversation.askForm.cancel")}
            </button>
            <button type="submit" className="btn primary" aria-disabled={asking}>
              {t("conversation.askForm.ask")}
            </button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
