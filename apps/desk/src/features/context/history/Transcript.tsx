import type { DeskOutput, HappeningView, InteractionView, MessageView } from "@patchbay/protocol";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type AskingBody, askingText, isAsking, sharedPage } from "../../../parts/asking.js";
import { ask } from "../../../state/actions.js";
import { useDesk, withSeat } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { callLog, isCallStep } from "../../call/index.js";
import { coordinatesText } from "../map/position.js";
import { explanationText, happenedText, type Names } from "./happening-words.js";
import { secondText, timeText } from "./when.js";

type Told = DeskOutput<"transcript">;
type Line =
  | { readonly seq: number; readonly message: MessageView }
  | { readonly seq: number; readonly happening: HappeningView };

/** One interaction whole: what was said and what happened, each in a line; of a call, what happened in it. */
export function Transcript({
  interactionId,
  when,
  channel,
}: {
  readonly interactionId: string;
  readonly when: string;
  readonly channel: InteractionView["channel"];
}) {
  const t = useWords();
  const [told, setTold] = useState<Told | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    setError(null);
    const answer = await ask("transcript", { interactionId });
    if (answer.ok) setTold(answer.output);
    else setError(answer.error.code);
  }, [interactionId]);
  useEffect(() => void load(), [load]);
  const lines = useMemo((): readonly Line[] => {
    if (told === null) return [];
    const messages = told.messages.map((message) => ({ seq: message.seq, message }));
    const happenings = told.happenings.map((happening) => ({ seq: happening.seq, happening }));
    return [...messages, ...happenings].sort((a, b) => a.seq - b.seq);
  }, [told]);

  if (error !== null) {
    return (
      <div className="ctx-transcript" role="alert">
        <p className="small">
          {t("context.transcript.failed")} {t(`errors.${error}`)}
        </p>
        <button type="button" className="btn sm" onClick={() => void load()}>
          {t("context.history.retry")}
        </button>
      </div>
    );
  }
  if (told === null)
    return (
      <p className="ctx-transcript small soft" role="status">
        {t("context.transcript.loading")}
      </p>
    );
  if (channel === "voice") return <CallTold told={told} when={when} />;
  return (
    <div className="ctx-transcript">
      {told.messages.length === 0 && <p className="small mute">{t("context.history.noMessages")}</p>}
      <ol aria-label={t("context.transcript.label", { when })}>
        {lines.map((line) =>
          "message" in line ? (
            <Said key={`m${line.message.messageId}`} message={line.message} />
          ) : (
            <Happened key={`h${line.seq}:${line.happening.what}`} happening={line.happening} />
          ),
        )}
      </ol>
    </div>
  );
}

function directionOf(happenings: Told["happenings"]): "inbound" | "outbound" | "internal" {
  const began = (...names: readonly string[]): boolean => happenings.some(({ what }) => names.includes(what));
  if (began("InternalCallPlaced")) return "internal";
  return began("CallPlaced", "AppCallPlaced") ? "outbound" : "inbound";
}

/** A call as its log tells it, with the steps that every interaction has. */
function CallTold({ told, when }: { readonly told: Told; readonly when: string }) {
  const t = useWords();
  const names = useNames();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const lines = useMemo(
    () =>
      callLog(
        told.happenings,
        {
          me,
          nameOf: (id) => names.agent(id) ?? t("context.happened.somebody"),
          customerName: told.contact?.name ?? t("context.transcript.customer"),
          serviceName: (id) => names.service(id) ?? t("context.happened.aService"),
          direction: directionOf(told.happenings),
        },
        (happening) => {
          if (isCallStep(happening.what)) return null;
          const text = happenedText(t, happening, names);
          return text === null ? null : { text, reasons: explanationText(t, happening, names) };
        },
      ),
    [told, me, names, t],
  );
  return (
    <div className="ctx-transcript">
      <ol className="ctx-told-call" aria-label={t("context.transcript.callLabel", { when })}>
        {lines.map((line) => (
          <li key={line.key} className="ctx-happened">
            <span className="num mute">{secondText(line.at)}</span>
            <span className="ctx-value">
              {line.text}
              {"reasons" in line &&
                line.reasons.map((reason) => (
                  <span key={reason} className="ctx-why">
                    {reason}
                  </span>
                ))}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Said({ message }: { readonly message: MessageView }) {
  const t = useWords();
  const { from, audience, at, body } = message;
  return (
    <li className={`ctx-said ${from.who}`}>
      <span className="num mute">{timeText(at)}</span>
      <span className="ctx-value">
        {!isAsking(body) && <b>{from.who === "customer" ? t("context.transcript.customer") : from.name}</b>}
        {audience === "team" && <span className="mute"> ({t("context.transcript.team")})</span>}{" "}
        {isAsking(body) ? (
          <Asked body={body} agent={from.who === "agent" ? from.name : null} />
        ) : (
          <Body body={body} />
        )}
      </span>
    </li>
  );
}

/** What was asked of the customer's app and what it answered: a sentence that names who it was. */
function Asked({ body, agent }: { readonly body: AskingBody; readonly agent: string | null }) {
  const t = useWords();
  const page = sharedPage(body);
  return (
    <span>
      {askingText(body, agent, t("context.transcript.customer"))}
      {page !== null && ` (${page.href})`}
    </span>
  );
}

function Body({ body }: { readonly body: Exclude<MessageView["body"], AskingBody> }) {
  const t = useWords();
  switch (body.kind) {
    case "text":
      return <span className="ctx-text">{body.text}</span>;
    case "file": {
      const { file } = body;
      const picture = file.image !== null && file.thumbnailUrl !== null;
      return (
        <a
          href={withSeat(file.url)}
          target="_blank"
          rel="noreferrer"
          className={picture ? "ctx-thumb" : undefined}
          aria-label={picture ? t("context.transcript.openFile", { name: file.name }) : undefined}
        >
          {picture ? (
            <img
              src={withSeat(file.thumbnailUrl ?? file.url)}
              alt={t("context.transcript.picture", { name: file.name })}
              loading="lazy"
            />
          ) : (
            file.name
          )}
        </a>
      );
    }
    case "location":
      return (
        <span>
          {t("context.transcript.location")}: {body.location.address ?? coordinatesText(body.location)}
        </span>
      );
    case "form":
      return (
        <span>
          {t("context.transcript.form", { name: body.formName })}:{" "}
          {Object.entries(body.fields)
            .map(([name, value]) => `${name}: ${value}`)
            .join(", ")}
        </span>
      );
    case "navigation":
      return <span>{t("context.transcript.navigation", { title: body.title })}</span>;
    case "erased":
      return <span className="mute">{t("context.transcript.erased")}</span>;
  }
}

function Happened({ happening }: { readonly happening: HappeningView }) {
  const t = useWords();
  const names = useNames();
  const sentence = happenedText(t, happening, names);
  if (sentence === null) return null;
  const reasons = explanationText(t, happening, names);
  return (
    <li className="ctx-happened">
      <span className="num mute">{timeText(happening.at)}</span>
      <span className="ctx-value">
        {sentence}
        {reasons.map((reason) => (
          <span key={reason} className="ctx-why">
            {reason}
          </span>
        ))}
      </span>
    </li>
  );
}

/** Names by id, as this desk knows them. */
function useNames(): Names {
  const roster = useDesk((state) => state.data?.roster);
  const services = useDesk((state) => state.data?.services);
  return useMemo(
    () => ({
      agent: (id) => roster?.get(id)?.name ?? null,
      service: (id) => services?.get(id)?.name ?? null,
    }),
    [roster, services],
  );
}
