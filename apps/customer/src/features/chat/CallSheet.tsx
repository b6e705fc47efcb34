import { IconMicrophone } from "@tabler/icons-react";
import { type FormEvent, useId, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { Button, Sheet } from "../../design/index.js";
import { numberTyped } from "../../session/index.js";
import { numberText, t } from "../../words/index.js";
import css from "./Call.module.css";

/** Two ways to talk: here in the app, or by a call to the customer's telephone. */
export function CallSheet({
  open,
  agent,
  onClose,
}: {
  readonly open: boolean;
  /** An adviser is in the chat. */
  readonly agent: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Sheet open={open} title={t("call.title")} onClose={onClose}>
      <InApp agent={agent} onClose={onClose} />
      <ByPhone onClose={onClose} />
    </Sheet>
  );
}

/** Browsers give a microphone only to pages that came by https, or from this machine itself. */
const mayAskForMicrophone = (): boolean => "mediaDevices" in navigator;

function InApp({ agent, onClose }: { readonly agent: boolean; readonly onClose: () => void }) {
  const { session } = useApp();
  const id = useId();
  const secure = mayAskForMicrophone();
  return (
    <section className={css.way} aria-labelledby={id}>
      <h3 id={id} className={css.wayTitle}>
        {t("call.inAppTitle")}
      </h3>
      <p className={css.help}>
        {t(secure ? (agent ? "call.inAppHelp" : "call.inAppLater") : "call.inAppInsecure")}
      </p>
      <Button
        wide
        large
        disabled={!agent || !secure}
        onClick={() => {
          onClose();
          void session.calls.inApp.call();
        }}
      >
        <IconMicrophone size={20} stroke={1.7} aria-hidden />
        {t("call.inApp")}
      </Button>
    </section>
  );
}

function ByPhone({ onClose }: { readonly onClose: () => void }) {
  const { session, customer } = useApp();
  const asked = useSession((state) =>
    state.conversation?.entries.findLast((entry) => entry.kind === "call_request"),
  );
  const known = asked?.kind === "call_request" ? numberText(asked.number) : customer.phone;
  const [number, setNumber] = useState(known);
  const [wrong, setWrong] = useState(false);
  const id = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    const typed = numberTyped(number);
    setWrong(typed === null);
    if (typed === null) {
      document.getElementById(`${id}-number`)?.focus();
      return;
    }
    onClose();
    void session.calls.askFor(typed);
  };
  return (
    <section className={css.way} aria-labelledby={id}>
      <h3 id={id} className={css.wayTitle}>
        {t("call.byPhone")}
      </h3>
      <form className={css.form} onSubmit={send} noValidate>
        <label className={css.label} htmlFor={`${id}-number`}>
          {t("call.number")}
        </label>
        <input
          id={`${id}-number`}
          className={css.input}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={40}
          value={number}
          aria-invalid={wrong}
          aria-describedby={`${id}-help ${id}-consent`}
          onChange={(event) => {
            setNumber(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <p id={`${id}-help`} className={wrong ? css.wrong : css.help} role={wrong ? "alert" : undefined}>
          {t(wrong ? "call.numberWrong" : "call.numberHelp")}
        </p>
        <p id={`${id}-consent`} className={css.consent}>
          {t("call.consent")}
        </p>
        <Button type="submit" look="outline" wide large>
          {t("call.ask")}
        </Button>
      </form>
    </section>
  );
}
