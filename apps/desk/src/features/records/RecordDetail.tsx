import { amountText, type DeskOutput, type RecordView } from "@patchbay/protocol";
import { IconPlayerTrackNext, IconX } from "@tabler/icons-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { Avatar } from "../../parts/Avatar.js";
import { WhatIsThis } from "../../parts/errors/WhatIsThis.js";
import { dateLocale } from "../../parts/language-name.js";
import { clockText, useNow } from "../../parts/time.js";
import { useWaiting } from "../../parts/use-waiting.js";
import { ask, errorText, toast } from "../../state/actions.js";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { makeLinksVoid } from "../../state/transcript-links.js";
import { useWords } from "../../words/words.js";
import { Transcript } from "../context/history/Transcript.js";
import { secondText, whenText } from "../context/history/when.js";
import { openReplay } from "../replay/open-replay.js";
import { CallSound } from "./quality/CallSound.js";
import { RecordingCard } from "./RecordingCard.js";
import { endText } from "./ResultTable.js";
import { readRecord } from "./records-http.js";
import { openRecord } from "./records-store.js";

type Story = DeskOutput<"transcript">;
/** Data that stands among the facts already. */
const TOLD = new Set(["phone_number", "from"]);
const isPayment = (name: string): boolean => /^Payment( \d+)?$/.test(name);

/** One interaction whole. */
export function RecordDetail({ interactionId }: { readonly interactionId: string }) {
  const t = useWords();
  const now = useNow();
  const oversees = useMay("see_team_records");
  const [record, setRecord] = useState<RecordView | null>(null);
  const [story, setStory] = useState<Story | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback(async () => {
    setError(null);
    const [answer, told] = await Promise.all([
      readRecord(interactionId),
      ask("transcript", { interactionId }),
    ]);
    if (answer.ok) setRecord(answer.result);
    else setError(answer.code);
    if (told.ok) setStory(told.output);
  }, [interactionId]);
  useEffect(() => void load(), [load]);
  if (record === null)
    return (
      <Frame title={t("records.detail.loading")}>
        {error !== null && <Failed code={error} onRetry={() => void load()} />}
      </Frame>
    );
  const { row } = record;
  const when = whenText(t, row.startedAt, now);
  const kind = t(`records.kind.${row.channel}.${row.direction}`);
  return (
    <Frame
      replayId={oversees ? interactionId : null}
      title={row.customerName}
      avatarId={record.contact?.contactId ?? row.interactionId}
      under={`${kind} · ${row.serviceName} · ${when}`}
    >
      {record.recordings.length > 0 && (
        <Part title={t("records.detail.recordings")}>
          {record.recordings.map((recording) => (
            <RecordingCard
              key={recording.recordingId}
              recording={recording}
              place={placeOf(recording, record.recordings)}
              customerName={row.customerName}
              happenings={story?.happenings ?? []}
              onChanged={() => void load()}
            />
          ))}
        </Part>
      )}
      <Part title={t("records.detail.facts")}>
        <Facts record={record} happenings={story?.happenings ?? []} />
      </Part>
      {record.notes.length > 0 && (
        <Part title={t("records.detail.notes")}>
          {record.notes.map((note) => (
            <p key={note.name} className="records-note">
              <span className="small mute">
                {note.name}, {whenText(t, note.at, now)}
              </span>
              {note.text}
            </p>
          ))}
        </Part>
      )}
      <Payments payments={record.payments} />
      <SentData
        data={record.payments.length === 0 ? record.data : record.data.filter(({ name }) => !isPayment(name))}
        channel={row.channel}
      />
      {row.channel === "chat" && <TranscriptLinksPart interactionId={interactionId} />}
      {record.quality.legs.length > 0 && (
        <Part title={t("records.detail.sound")}>
          <CallSound quality={record.quality} customerName={row.customerName} />
        </Part>
      )}
      <Part title={t("records.detail.story")}>
        <Transcript interactionId={interactionId} when={when} channel={row.channel} />
      </Part>
    </Frame>
  );
}

function TranscriptLinksPart({ interactionId }: { readonly interactionId: string }) {
  const t = useWords();
  const [waiting, run] = useWaiting();
  const makeVoid = async (): Promise<void> => {
    const code = await makeLinksVoid(interactionId);
    if (code === null) toast(t("afterChat.madeVoid"));
    else toast(t("afterChat.voidFailed", { why: errorText({ code }) }), { tone: "error" });
  };
  return (
    <Part title={t("afterChat.recordLinks")}>
      <div className="row">
        <span className="small soft grow">{t("afterChat.recordLinksHint")}</span>
        <button
          type="button"
          className="btn sm"
          title={t("afterChat.makeVoidHint")}
          aria-disabled={waiting}
          onClick={() => run(makeVoid)}
        >
          {t("afterChat.makeVoid")}
        </button>
      </div>
    </Part>
  );
}

/** Which one of the call's recordings it is, in order; `null`: the only one of its kind. */
function placeOf(
  { recordingId, kind }: RecordView["recordings"][number],
  all: RecordView["recordings"],
): { readonly at: number; readonly count: number } | null {
  const same = all.filter((one) => one.kind === kind).sort((a, b) => a.startedAt - b.startedAt);
  return same.length < 2
    ? null
    : { at: same.findIndex((one) => one.recordingId === recordingId) + 1, count: same.length };
}

function Frame({
  replayId = null,
  title,
  avatarId = null,
  under,
  children,
}: {
  /** `null`: this user replays nothing. */
  readonly replayId?: string | null;
  readonly title: string;
  readonly avatarId?: string | null;
  readonly under?: string;
  readonly children: ReactNode;
}) {
  const t = useWords();
  return (
    <aside
      className="record"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        openRecord(null);
      }}
    >
      <header className="work-head record-head">
        {avatarId !== null && <Avatar name={title} id={avatarId} size={40} />}
        <div className="grow">
          <h2 className="clip">{title}</h2>
          {under !== undefined && <p className="small soft clip num">{under}</p>}
        </div>
        {replayId !== null && (
          <>
            <button type="button" className="btn sm" onClick={() => openReplay(replayId, "why")}>
              {t("records.detail.why")}
            </button>
            <button type="button" className="btn sm" onClick={() => openReplay(replayId)}>
              <IconPlayerTrackNext size={15} stroke={1.7} aria-hidden="true" />
              {t("records.detail.replay")}
            </button>
          </>
        )}
        <button
          type="button"
          className="btn quiet icon"
          aria-label={t("records.close")}
          title={`${t("records.close")} (Esc)`}
          onClick={() => openRecord(null)}
        >
          <IconX size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </header>
      <div className="record-body">{children}</div>
    </aside>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="record-part">
      <h3 className="record-part-head">{title}</h3>
      {children}
    </section>
  );
}

function Facts({
  record: { row, contact, entryName, agents, recordings },
  happenings,
}: {
  readonly record: RecordView;
  readonly happenings: Story["happenings"];
}) {
  const t = useWords();
  const roster = useDesk(({ data }) => data?.roster);
  const { answeredAt, startedAt, endedAt } = row;
  const facts: [name: string, value: string][] = [
    [
      "started",
      `${new Date(startedAt).toLocaleDateString(dateLocale(), { dateStyle: "medium" })}, ${secondText(startedAt)}`,
    ],
    [
      "answered",
      answeredAt === null
        ? t("records.detail.unanswered")
        : `${secondText(answeredAt)}, ${t("records.detail.waited", { time: clockText(answeredAt - startedAt) })}`,
    ],
    [
      "ended",
      endedAt === null ? endText(t, row) : `${secondText(endedAt)}, ${endText(t, row).toLowerCase()}`,
    ],
    ...(endedAt === null ? [] : [["length", clockText(endedAt - startedAt)] as [string, string]]),
    ["agents", agents.length === 0 ? t("records.nobody") : agents.map(({ name }) => name).join(", ")],
    ["result", row.dispositionName ?? t("records.detail.noResult")],
    [
      "number",
      row.number ?? (row.channel === "voice" ? t("records.withheld") : (contact?.phones[0]?.display ?? "")),
    ],
    ["account", contact?.account ?? ""],
    ["consent", consentText(t, happenings, (id) => roster?.get(id)?.name, recordings.length > 0)],
    ["case", `#${row.caseNumber}`],
    ["entry", entryName],
  ];
  return (
    <dl className="pairs record-facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <Pair key={name} name={t(`records.detail.${name}`)} value={value} />
        ))}
    </dl>
  );
}

/** Whether the customer agreed to being recorded, as the call's story has it; empty where nobody had to. */
function consentText(
  t: ReturnType<typeof useWords>,
  happenings: Story["happenings"],
  nameOf: (agentId: string) => string | undefined,
  recorded: boolean,
): string {
  const noted = happenings.findLast(({ what }) => what === "ConsentSet");
  if (noted !== undefined)
    return t(
      noted.facts["consent"] === true ? "records.detail.consentGiven" : "records.detail.consentRefused",
      {
        name: nameOf(String(noted.facts["agentId"])) ?? t("records.recording.somebody"),
        time: secondText(noted.at),
      },
    );
  const told = happenings.find(({ facts }) => facts["announces"] === "recording");
  if (told !== undefined) return t("records.detail.consentAnnounced", { time: secondText(told.at) });
  return recorded ? t("records.detail.consentNotAsked") : "";
}

/** What came of card payments; no digit of a card is kept. */
function Payments({ payments }: Pick<RecordView, "payments">) {
  const t = useWords();
  if (payments.length === 0) return null;
  return (
    <Part title={t("records.detail.payments")}>
      <ul className="record-payments">
        {payments.map(({ paymentId, at, outcome, amount, code, reference, agentName }) => (
          <li key={paymentId}>
            <span className="row">
              <b className="num">{amountText(amount)}</b>
              <span className={`chip ${outcome === "approved" ? "m-ready" : "m-danger"}`}>
                {t(`records.payment.${outcome}`)}
              </span>
            </span>
            <span className="small soft num">
              {[
                secondText(at),
                ...(agentName === null ? [] : [agentName]),
                ...(code === null ? [] : [code.replaceAll("_", " ")]),
                ...(reference === null ? [] : [t("records.payment.reference", { reference })]),
              ].join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function SentData({ data, channel }: Pick<RecordView, "data"> & Pick<RecordView["row"], "channel">) {
  const t = useWords();
  const rows = data.filter(({ name, value }) => value !== "" && !TOLD.has(name));
  if (rows.length === 0) return null;
  return (
    <Part title={t(channel === "voice" ? "records.detail.callData" : "records.detail.data")}>
      <dl className="pairs record-facts">
        {rows.map(({ name, value }) => (
          <Pair key={name} name={name.replaceAll("_", " ")} value={value} />
        ))}
      </dl>
    </Part>
  );
}

function Pair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
    </>
  );
}

function Failed({ code, onRetry }: { readonly code: string; readonly onRetry: () => void }) {
  const t = useWords();
  return (
    <div role="alert">
      <p className="small">
        {t(`errors.${code}`)} <WhatIsThis code={code} />
      </p>
      <button type="button" className="btn sm" onClick={onRetry}>
        {t("records.retry")}
      </button>
    </div>
  );
}
