import type { SignatureState, SignatureTake } from "@patchbay/protocol";
import { IconCertificate, IconCircleCheck, IconSignature } from "@tabler/icons-react";
import { useNow } from "../../parts/time.js";
import { toastError } from "../../state/actions.js";
import { useWords } from "../../words/words.js";
import { judgeSignature } from "../call/signature/signature-http.js";
import { whenText } from "../context/history/when.js";
import { evidenceUrl } from "./records-http.js";

export const SIGNATURE_TONES: Readonly<Record<SignatureState, string>> = {
  recording: "",
  to_judge: "t-m m-due",
  accepted: "t-m m-fine",
  redone: "",
  incomplete: "t-m m-due",
};
const CHIP_TONES: Readonly<Record<SignatureState, string>> = {
  recording: "",
  to_judge: "m-due",
  accepted: "m-fine",
  redone: "",
  incomplete: "m-due",
};

/** What became of a voice signature, in a word. */
export function SignatureBadge({ take: { state } }: { readonly take: SignatureTake }) {
  const t = useWords();
  return (
    <span className={`chip ${CHIP_TONES[state]}`}>
      <IconSignature size={14} stroke={1.8} aria-hidden="true" />
      {t(`signature.state.${state}`)}
    </span>
  );
}

/** Which text was read, who decided, and the proof of it to take away. */
export function SignatureFacts({
  take,
  onChanged,
}: {
  readonly take: SignatureTake;
  readonly onChanged: () => void;
}) {
  const t = useWords();
  const now = useNow();
  const { recordingId, state, cause, judgedAt, judgedBy, scriptVersion } = take;
  const facts = [
    ...(scriptVersion === null ? [] : [t("signature.records.text", { version: scriptVersion })]),
    ...(judgedAt === null
      ? []
      : [t("signature.records.judged", { name: judgedBy ?? "", when: whenText(t, judgedAt, now) })]),
    ...(state === "incomplete"
      ? [
          t("signature.incomplete", {
            take: take.take,
            why: t(`signature.why.${cause ?? "failed"}`, { defaultValue: t("signature.why.failed") }),
          }),
        ]
      : []),
  ];
  const judge = async (verdict: "accepted" | "redone"): Promise<void> => {
    const answer = await judgeSignature(recordingId, verdict);
    if (answer.ok) onChanged();
    else toastError(answer);
  };
  return (
    <div className="row signature-facts">
      <span className="small soft grow">{facts.join(" · ")}</span>
      {take.mayJudge && (
        <button type="button" className="btn sm" onClick={() => void judge("redone")}>
          {t("signature.state.redone")}
        </button>
      )}
      {take.mayJudge && (
        <button type="button" className="btn sm" onClick={() => void judge("accepted")}>
          <IconCircleCheck size={16} stroke={1.7} aria-hidden="true" />
          {t("signature.accept")}
        </button>
      )}
      {take.mayTakeEvidence && (
        <a
          className="btn sm"
          href={evidenceUrl(recordingId)}
          title={t("signature.records.evidenceHint")}
          download
        >
          <IconCertificate size={16} stroke={1.7} aria-hidden="true" />
          {t("signature.records.evidence")}
        </a>
      )}
    </div>
  );
}
