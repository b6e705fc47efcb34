import type { InteractionView } from "@patchbay/protocol";
import { Avatar } from "../../parts/Avatar.js";
import { clockText, useNow } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { barsOf, type Quality } from "../../phone/quality.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { callState } from "./call-state.js";
import { useMuted, useQualities } from "./use-call.js";

/** Louder than a quiet room. */
const TALKS_FROM = 0.08;

/** Who is in the call, and how well each is heard. */
export function CallParties({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const now = useNow();
  const { own, theirs } = useQualities(view);
  const muted = useMuted(view);
  const microphone = usePhone(
    ({ choice, devices }) => devices.microphones.find(({ id }) => id === choice.microphone)?.label ?? null,
  );
  const user = useDesk((state) => state.data?.user);
  const state = callState(view);
  // Before the agent came, the caller was with the menu or waited.
  const since = Math.max(view.joinedAt, view.call?.customer?.since ?? now);
  const talking = state === "connected" || state === "held";
  return (
    <div className="parties call-parties">
      <Party
        avatar={<Avatar name={view.contact.name} id={view.contact.contactId} size={44} />}
        name={view.contact.name}
        line={`${t("call.customer")} · ${talking ? clockText(now - since) : t(`call.state.${state}`)}`}
        quality={theirs}
        talks={state === "connected" && (theirs?.level ?? 0) >= TALKS_FROM}
      />
      <Party
        avatar={
          <Avatar
            name={`${user?.firstName ?? ""} ${user?.lastName ?? ""}`}
            id={user?.agentId ?? ""}
            size={44}
          />
        }
        name={t("call.you")}
        line={muted ? t("call.muted") : (microphone ?? t("phone.system"))}
        quality={own}
        talks={!muted && (own?.level ?? 0) >= TALKS_FROM}
      />
    </div>
  );
}

function Party({
  avatar,
  name,
  line,
  quality,
  talks,
}: {
  readonly avatar: React.ReactNode;
  readonly name: string;
  readonly line: string;
  readonly quality: Quality | null;
  readonly talks: boolean;
}) {
  return (
    <div className={`party${talks ? " talks" : ""}`}>
      {avatar}
      <span className="grow">
        <span className="strong clip call-line">{name}</span>
        <span className="small soft clip call-line num">{line}</span>
      </span>
      <span className="foot">
        <LineQuality quality={quality} />
        <Levels level={quality?.level ?? 0} />
      </span>
    </div>
  );
}

const TONES = { good: "m-fine", fair: "m-due", poor: "m-breached" } as const;

function LineQuality({ quality }: { readonly quality: Quality | null }) {
  const t = useWords();
  if (quality === null) return <span className="mute">{t("call.quality.unknown")}</span>;
  const { grade, loss } = quality;
  const bars = barsOf(grade);
  const percent = Math.round(loss * 100);
  const word = t(`call.quality.${grade}`);
  return (
    <span className={`row tight t-m ${TONES[grade]}`} data-quality={grade}>
      <span className={`q ${TONES[grade]}`} role="img" aria-label={t("call.quality.bars", { bars })}>
        {[1, 2, 3, 4].map((bar) => (
          <i key={bar} className={bar > bars ? "off" : ""} />
        ))}
      </span>
      <span className="num">{percent > 0 ? t("call.quality.lost", { word, percent }) : word}</span>
    </span>
  );
}

const SHAPE = [0.4, 0.7, 1, 0.6, 0.9, 0.5] as const;

/** A small picture of the voice; the word beside it says what matters. */
function Levels({ level }: { readonly level: number }) {
  const height = (share: number): number => Math.max(3, Math.min(14, Math.round(level * 5 * share * 14)));
  return (
    <span className={`levels${level >= TALKS_FROM ? "" : " call-still"}`} aria-hidden="true">
      {SHAPE.map((share) => (
        <i key={share} style={{ height: height(share) }} />
      ))}
    </span>
  );
}
