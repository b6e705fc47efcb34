import { IconArrowUp, IconCamera, IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { Notice, Tap } from "../../design/index.js";
import { t } from "../../words/index.js";
import { usePhotoInputs } from "../report/index.js";
import css from "./Chat.module.css";

/** Names its receiver, keeps what was typed through a reload, sends with Enter (Shift+Enter: new line). */
export function Composer({ agentName }: { readonly agentName: string | null }) {
  const { session, keep } = useApp();
  const [text, setText] = useState("");
  const { shoot, choose, tooBig, inputs } = usePhotoInputs(
    "chat-",
    undefined,
    (chosen) => void session.addPhotos(chosen),
  );
  const ending = useSession((state) => state.outbox.some((item) => item.body.kind === "end"));
  useEffect(() => {
    void keep.read<string>("composer").then((kept) => {
      if (kept !== undefined) setText((typed) => typed || kept);
    });
  }, [keep]);

  const type = (next: string) => {
    setText(next);
    session.typing.pressed(next.trim() === "");
    void keep.write("composer", next);
  };
  const send = () => {
    const message = text.trim();
    if (message === "") return;
    setText("");
    // The box is forgotten only when the message itself is safe in the outbox.
    void session.say(message).then(() => keep.remove("composer"));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  if (ending) {
    return (
      <p className={css.ending} role="status">
        {t("chat.ending")}
      </p>
    );
  }
  const label = agentName === null ? t("chat.composerWaiting") : t("chat.composer", { name: agentName });
  return (
    <>
      {tooBig.length > 0 && (
        <div className={css.banner}>
          <Notice look="due" role="alert">
            {tooBig.join(" ")}
          </Notice>
        </div>
      )}
      <form
        className={css.composer}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Tap name={t("chat.camera")} onClick={shoot}>
          <IconCamera size={24} stroke={1.6} aria-hidden />
        </Tap>
        <Tap name={t("chat.addFile")} onClick={choose}>
          <IconPlus size={24} stroke={1.6} aria-hidden />
        </Tap>
        <textarea
          className={css.box}
          dir="auto"
          rows={1}
          aria-label={label}
          placeholder={label}
          enterKeyHint="send"
          maxLength={4000}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => session.typing.stop()}
        />
        <button
          type="submit"
          className={css.send}
          aria-label={t("chat.send")}
          title={t("chat.send")}
          disabled={text.trim() === ""}
        >
          <IconArrowUp size={22} stroke={2} aria-hidden />
        </button>
      </form>
      {inputs}
    </>
  );
}
