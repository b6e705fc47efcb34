import { Modal } from "@mantine/core";
import { CLIENT_LOG_COMMENT_MAX, type ClientLog } from "@patchbay/protocol";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { errorText, toast } from "../../state/actions.js";
import type { DeskError } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { downloadLog, sendLog } from "./send.js";
import "./client-log.css";

/** What is sent of this desk, and what the agent says to it. */
export function LogDialog({ log, onClose }: { readonly log: ClientLog; readonly onClose: () => void }) {
  const t = useWords();
  const [comment, setComment] = useState("");
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<DeskError | null>(null);
  const text = JSON.stringify(log, null, 2);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (sending) return;
    setSending(true);
    const answer = await sendLog(comment, log);
    setSending(false);
    if (!answer.ok) {
      setFailed(answer);
      return;
    }
    toast(t("clientLog.sent"));
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("clientLog.title")}
      closeButtonProps={{ "aria-label": t("clientLog.close") }}
      size="lg"
      centered
    >
      <form className="client-log" onSubmit={(event) => void send(event)} noValidate>
        <p>{t("clientLog.why")}</p>
        <label className="field">
          <b>{t("clientLog.comment")}</b>
          <textarea
            className="input"
            rows={3}
            maxLength={CLIENT_LOG_COMMENT_MAX}
            value={comment}
            data-autofocus
            onChange={(event) => setComment(event.target.value)}
          />
          <span className="hint">{t("clientLog.commentHint")}</span>
        </label>
        <p className="small soft">{t("clientLog.inside")}</p>
        <details>
          <summary>{t("clientLog.preview", { count: text.split("\n").length })}</summary>
          <p className="small soft">{t("clientLog.previewHint")}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key */}
          <pre className="client-log-text" tabIndex={0}>
            {text}
          </pre>
        </details>
        {failed !== null && (
          <div className="banner m-danger" role="alert">
            <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" />
            <span className="grow">
              <b>{t("clientLog.failed")}</b> {errorText(failed)} {t("clientLog.failedMore")}{" "}
              <WhatIsThis code={failed.code} correlationId={failed.correlationId} />
            </span>
          </div>
        )}
        <div className="acts">
          <button type="button" className="btn" onClick={() => downloadLog({ comment, log }, log.madeAt)}>
            {t("clientLog.download")}
          </button>
          <span className="grow" />
          <button type="button" className="btn" onClick={onClose}>
            {t("clientLog.cancel")}
          </button>
          <button type="submit" className="btn primary" aria-disabled={sending}>
            {t(sending ? "clientLog.sending" : "clientLog.send")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
