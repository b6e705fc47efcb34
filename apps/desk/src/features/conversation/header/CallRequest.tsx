import type { InteractionView } from "@patchbay/protocol";
import { IconPhone, IconPhoneCall } from "@tabler/icons-react";
import { clockText, useNow } from "../../../parts/time.js";
import { useWaiting } from "../../../parts/use-waiting.js";
import { ask, toastError } from "../../../state/actions.js";
import { useWords } from "../../../words/words.js";
import { CallNumber } from "../../phone/index.js";

/** The customer asks to be called: stands until somebody calls or says that nobody will, also through a reload. */
export function CallRequest({ interaction }: { readonly interaction: InteractionView }) {
  const { callRequest, phase } = interaction;
  return (
    <div className="conv-ask" role="status">
      {callRequest !== null && phase === "connected" && (
        <Request interaction={interaction} request={callRequest} />
      )}
    </div>
  );
}

function Request({
  interaction: { interactionId, contact },
  request: { messageId, number, since },
}: {
  readonly interaction: InteractionView;
  readonly request: NonNullable<InteractionView["callRequest"]>;
}) {
  const t = useWords();
  const now = useNow();
  const [dismissing, run] = useWaiting();
  const name = contact.firstName || contact.name;
  const dismiss = async (): Promise<void> => {
    const answer = await ask("dismissCallRequest", { interactionId, messageId });
    // Answered meanwhile, here or at a colleague's desk: that is what was wanted.
    if (!answer.ok && answer.error.code !== "nothing_to_cancel") toastError(answer.error);
  };
  return (
    <section className="banner m-due" aria-label={t("call.request.label", { name })}>
      <IconPhoneCall size={18} stroke={1.6} aria-hidden="true" />
      <span>
        <b>{t("call.request.title", { name })}</b>{" "}
        {number !== null && <span className="num">{t("call.request.at", { number: number.display })}</span>}{" "}
        <span className="num soft" aria-hidden="true">
          {t("call.request.since", { time: clockText(now - since) })}
        </span>
      </span>
      <span className="row tight">
        <CallNumber
          number={number?.raw ?? null}
          name={t("call.request.call")}
          beside={interactionId}
          className="btn go sm"
        >
          <IconPhone size={16} stroke={1.7} aria-hidden="true" />
          {t("call.request.call")}
        </CallNumber>
        <button
          type="button"
          className="btn sm"
          aria-disabled={dismissing}
          title={t("call.request.dismissHelp", { name })}
          onClick={() => run(dismiss)}
        >
          {t("call.request.dismiss")}
        </button>
      </span>
    </section>
  );
}
