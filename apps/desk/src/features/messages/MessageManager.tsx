import type { MessageRow } from "@patchbay/protocol";
import { IconMicrophone, IconPencil, IconTrash, IconUpload } from "@tabler/icons-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { ListenButton } from "../../parts/ListenButton.js";
import { clockText } from "../../parts/time.js";
import { ask, toast } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";
import { SOUNDS_ACCEPTED } from "../../state/upload-sound.js";
import { useWords } from "../../words/words.js";
import { SoundRecorder } from "../recorder/index.js";
import { messageUrl, readMessages, uploadMessage, useMessages } from "./messages-data.js";
import "./messages.css";

/** As long as a message may be (MESSAGE_DURATION_MS_MAX), less than a breath: conversion must not make it longer. */
const RECORDING_MS_MAX = 299_000;

/** The own messages of an agent, or the shared ones of the center: recorded, uploaded, listened to, renamed, deleted. */
export function MessageManager({ shared }: { readonly shared: boolean }) {
  const t = useWords();
  const { messages, failed } = useMessages();
  const [recording, setRecording] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const [uploading, setUploading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const sentence = (code: string): string =>
    t(`messages.failed.${code}`, {
      defaultValue: t(`errors.${code}`, { defaultValue: t("errors.unknown_error") }),
    });

  /** @returns why it could not be kept */
  const keep = async (bytes: Blob, name: string): Promise<string | null> => {
    setProblem(null);
    const answer = await uploadMessage({ shared }, { bytes, name });
    if (!answer.ok) return sentence(answer.code);
    await readMessages();
    // Its name is the file's, or the time: most want another.
    setEditing(answer.id);
    return null;
  };
  const upload = async (file: File): Promise<void> => {
    setUploading(true);
    const why = await keep(file, file.name);
    setUploading(false);
    setProblem(why === null ? null : `${file.name}: ${why}`);
  };
  const remove = async ({ messageId, name }: MessageRow): Promise<void> => {
    const answer = await ask("removeMessage", { messageId });
    if (answer.ok) toast(t("messages.removed", { name }));
    else toast(sentence(answer.error.code), { tone: "error" });
    await readMessages();
  };
  const shown = messages?.filter(({ own }) => own !== shared) ?? null;
  const wrong = failed === null ? problem : sentence(failed);
  return (
    <div className="message-manager">
      <div className="row">
        <button
          type="button"
          className={`btn${recording ? " on" : " primary"}`}
          aria-expanded={recording}
          onClick={() => setRecording(!recording)}
        >
          <IconMicrophone size={16} stroke={1.7} aria-hidden="true" />
          {t("messages.record")}
        </button>
        <button
          type="button"
          className="btn"
          aria-disabled={uploading}
          onClick={uploading ? undefined : () => chooser.current?.click()}
        >
          <IconUpload size={16} stroke={1.7} aria-hidden="true" />
          {t(uploading ? "messages.uploading" : "messages.upload")}
        </button>
        <input
          ref={chooser}
          type="file"
          hidden
          accept={SOUNDS_ACCEPTED}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) void upload(file);
            // The same file may be chosen again.
            event.target.value = "";
          }}
        />
      </div>
      {recording && (
        <SoundRecorder
          maxMs={RECORDING_MS_MAX}
          onKeep={async ({ wav }) => {
            const why = await keep(wav, `${t("messages.newName")}.wav`);
            if (why === null) setRecording(false);
            return why;
          }}
        />
      )}
      {wrong !== null && (
        <p className="hint bad" role="alert">
          {wrong}
        </p>
      )}
      {shown?.length === 0 && (
        <p className="hint">{t(shared ? "messages.noneShared" : "messages.noneOwn")}</p>
      )}
      {shown !== null && shown.length > 0 && (
        <ul aria-label={t(shared ? "messages.sharedList" : "messages.mine")}>
          {shown.map((message) =>
            editing === message.messageId ? (
              <Edit key={message.messageId} message={message} onDone={() => setEditing(null)} />
            ) : (
              <Row
                key={message.messageId}
                message={message}
                onEdit={() => setEditing(message.messageId)}
                onRemove={() => void remove(message)}
              />
            ),
          )}
        </ul>
      )}
    </div>
  );
}

function Row({
  message: { messageId, name, own, serviceId, durationMs },
  onEdit,
  onRemove,
}: {
  readonly message: MessageRow;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const t = useWords();
  const [asks, setAsks] = useState(false);
  const service = useDesk(({ data }) => data?.services.get(serviceId ?? "")?.name);
  if (asks)
    return (
      <li className="message-row">
        <span className="grow">{t("messages.removeTitle", { name })}</span>
        {/* biome-ignore lint/a11y/noAutofocus: the question takes the place of the button that asked it */}
        <button type="button" className="btn sm" autoFocus onClick={() => setAsks(false)}>
          {t("setup.keepIt")}
        </button>
        <button type="button" className="btn sm stop" onClick={onRemove}>
          {t("messages.remove")}
        </button>
      </li>
    );
  return (
    <li className="message-row">
      <ListenButton url={messageUrl(messageId)} name={name} />
      <span className="grow clip">
        {name}
        {!own && (
          <span className="small mute">
            {" "}
            {serviceId === null ? t("messages.everyService") : (service ?? t("setup.gone"))}
          </span>
        )}
      </span>
      <span className="num mute">{clockText(Math.max(1_000, durationMs + 500))}</span>
      <button
        type="button"
        className="btn icon quiet sm"
        aria-label={t("messages.rename", { name })}
        title={t("messages.rename", { name })}
        onClick={onEdit}
      >
        <IconPencil size={16} stroke={1.7} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="btn icon quiet sm"
        aria-label={t("messages.removeOne", { name })}
        title={t("messages.removeOne", { name })}
        onClick={() => setAsks(true)}
      >
        <IconTrash size={16} stroke={1.7} aria-hidden="true" />
      </button>
    </li>
  );
}

const NO_SERVICES: ReadonlyMap<string, { readonly serviceId: string; readonly name: string }> = new Map();

/** The name, and, of a shared one, for which service. */
function Edit({ message, onDone }: { readonly message: MessageRow; readonly onDone: () => void }) {
  const t = useWords();
  const id = useId();
  const [name, setName] = useState(message.name);
  const [serviceId, setServiceId] = useState(message.serviceId ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const services = useDesk(({ data }) => data?.services ?? NO_SERVICES);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "") {
      setProblem(t("messages.nameMissing"));
      return;
    }
    const answer = await ask("saveMessage", {
      messageId: message.messageId,
      name,
      serviceId: serviceId === "" ? null : serviceId,
    });
    if (!answer.ok) {
      setProblem(t(`errors.${answer.error.code}`));
      return;
    }
    await readMessages();
    onDone();
  };
  return (
    <li>
      <form className="message-row" noValidate onSubmit={(event) => void save(event)}>
        <input
          className={`input md grow${problem === null ? "" : " bad"}`}
          aria-label={t("messages.name")}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
          // biome-ignore lint/a11y/noAutofocus: it was just asked for, or has just been recorded and needs a name
          autoFocus
          maxLength={80}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
          // Escape ends what is typed here, and not the dialog around it.
          data-mantine-stop-propagation="true"
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onDone();
          }}
        />
        {!message.own && (
          <select
            className="input md"
            aria-label={t("setup.service")}
            value={serviceId}
            onChange={(event) => setServiceId(event.target.value)}
          >
            <option value="">{t("messages.everyService")}</option>
            {[...services.values()].map((one) => (
              <option key={one.serviceId} value={one.serviceId}>
                {one.name}
              </option>
            ))}
          </select>
        )}
        <button type="submit" className="btn primary">
          {t("setup.save")}
        </button>
        <button type="button" className="btn" onClick={onDone}>
          {t("setup.cancel")}
        </button>
      </form>
      <p id={`${id}-problem`} className="hint bad" role="status">
        {problem}
      </p>
    </li>
  );
}
