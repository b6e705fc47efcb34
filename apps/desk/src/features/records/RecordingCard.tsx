import { Menu } from "@mantine/core";
import type { HappeningView, KeptRecordingView, RecordingAccessView } from "@patchbay/protocol";
import { IconDots, IconEar, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useState } from "react";
import { clockText, useNow } from "../../parts/time.js";
import { toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { secondText, whenText } from "../context/history/when.js";
import { RecordingPlayer } from "./player/RecordingPlayer.js";
import { holdRecording, readAccesses } from "./records-http.js";
import { SignatureBadge, SignatureFacts } from "./SignatureFacts.js";

/** One recording: its player, or why there is none; for who oversees it, who has heard it and how long it is kept. */
export function RecordingCard({
  recording,
  place,
  customerName,
  happenings,
  onChanged,
}: {
  readonly recording: KeptRecordingView;
  /** Which one it is of several of its kind; `null`: the only one. */
  readonly place: { readonly at: number; readonly count: number } | null;
  readonly customerName: string;
  readonly happenings: readonly HappeningView[];
  readonly onChanged: () => void;
}) {
  const t = useWords();
  const now = useNow();
  const [accesses, setAccesses] = useState<readonly RecordingAccessView[] | null>(null);
  const { recordingId, state, kind, agentName, held, deletedAfter, mayListen, mayOversee } = recording;
  const name = agentName ?? t("records.recording.somebody");
  const hold = async (): Promise<void> => {
    const answer = await holdRecording(recordingId, !held);
    if (answer.ok) onChanged();
    else toastError(answer);
  };
  const show = async (): Promise<void> => {
    const answer = await readAccesses(recordingId);
    if (answer.ok) setAccesses(answer.result);
    else toastError(answer);
  };
  const titleOf = (): string => {
    if (kind === "voicemail")
      return agentName === null
        ? t("records.recording.message")
        : t("records.recording.messageFor", { name });
    if (kind === "signature")
      return place === null
        ? t("records.recording.signature", { name })
        : t("records.recording.signatureTake", { name, take: recording.signature?.take ?? place.at });
    return place === null
      ? t("records.recording.of", { name })
      : t("records.recording.ofSeveral", { name, ...place });
  };
  const keptFor = held
    ? t("records.recording.held")
    : deletedAfter === null
      ? t("records.recording.keptForEver")
      : t("records.recording.deletedAfter", { day: whenText(t, deletedAfter, now).split(",")[0] });
  const facts = [
    secondText(recording.startedAt),
    ...(recording.durationMs > 0 ? [clockText(recording.durationMs)] : []),
    ...(state === "kept" ? [keptFor] : []),
  ];
  return (
    <article className="recording" data-recording={recordingId}>
      <header className="row">
        <div className="grow recording-title">
          <h3 className="clip">{titleOf()}</h3>
          <p className="small soft num row tight">
            {state === "kept" && held && <IconLock size={14} stroke={1.8} aria-hidden="true" />}
            {facts.join(" · ")}
          </p>
        </div>
        {recording.signature !== null && <SignatureBadge take={recording.signature} />}
        {mayOversee && (
          <Menu position="bottom-end" width={260} withinPortal trapFocus>
            <Menu.Target>
              <button type="button" className="btn quiet icon sm" aria-label={t("records.recording.more")}>
                <IconDots size={18} stroke={1.6} aria-hidden="true" />
              </button>
            </Menu.Target>
            <Menu.Dropdown className="menu">
              <Menu.Item
                component="button"
                type="button"
                className="item"
                leftSection={<IconEar size={16} stroke={1.7} aria-hidden="true" />}
                onClick={() => void show()}
              >
                {t("records.recording.accesses")}
              </Menu.Item>
              {state === "kept" && (
                <Menu.Item
                  component="button"
                  type="button"
                  className="item"
                  leftSection={
                    held ? (
                      <IconLockOpen size={16} stroke={1.7} aria-hidden="true" />
                    ) : (
                      <IconLock size={16} stroke={1.7} aria-hidden="true" />
                    )
                  }
                  onClick={() => void hold()}
                >
                  {t(held ? "records.recording.release" : "records.recording.hold")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      {state !== "kept" ? (
        <p className="small soft">{absent(t, recording)}</p>
      ) : mayListen ? (
        <RecordingPlayer recording={recording} customerName={customerName} happenings={happenings} />
      ) : (
        <p className="small soft">{t("records.recording.notAllowed")}</p>
      )}
      {state === "kept" && recording.cause !== "stopped" && recording.cause !== null && (
        <p className="small t-m m-due">
          {t(`records.recording.${recording.cause === "cut_off" ? "cut" : recording.cause}`)}
        </p>
      )}
      {recording.signature !== null && <SignatureFacts take={recording.signature} onChanged={onChanged} />}
      {accesses !== null && <Accesses accesses={accesses} now={now} />}
    </article>
  );
}

function absent(t: ReturnType<typeof useWords>, { state, cause }: KeptRecordingView): string {
  if (state !== "nothing") return t(`records.recording.${state}`);
  return t(`records.recording.nothing.${cause === "disk_full" || cause === "failed" ? cause : "other"}`);
}

function Accesses({
  accesses,
  now,
}: {
  readonly accesses: readonly RecordingAccessView[];
  readonly now: number;
}) {
  const t = useWords();
  return (
    <section className="recording-accesses" aria-label={t("records.recording.accesses")}>
      <h4 className="label">{t("records.recording.accesses")}</h4>
      {accesses.length === 0 && <p className="small soft">{t("records.recording.noAccess")}</p>}
      <ul>
        {accesses.map(({ at, what, name, address }) => (
          <li key={`${at} ${what} ${name}`} className="small">
            <span className="num mute">{whenText(t, at, now)}</span>
            <span>
              {t(`records.recording.access.${what}`, { name: name ?? t("records.recording.somebody") })}
            </span>
            {address !== null && <span className="num mute">{address}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
