import { barsOf, type Quality } from "../../phone/quality.js";
import { useWords } from "../../words/words.js";

/** Louder than a quiet room. */
export const TALKS_FROM = 0.08;

const TONES = { good: "m-fine", fair: "m-due", poor: "m-breached" } as const;

/** How well somebody is heard, in bars and a word. */
export function LineQuality({ quality }: { readonly quality: Quality | null }) {
  const t = useWords();
  if (quality === null) return <span className="mute call-quality-word">{t("call.quality.unknown")}</span>;
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
      <span className="num call-quality-word">
        {percent > 0 ? t("call.quality.lost", { word, percent }) : word}
      </span>
    </span>
  );
}

const SHAPE = [0.4, 0.7, 1, 0.6, 0.9, 0.5] as const;

/** A small picture of the voice; the word beside it says what matters. */
export function Levels({ level }: { readonly level: number }) {
  const height = (share: number): number => Math.max(3, Math.min(14, Math.round(level * 5 * share * 14)));
  return (
    <span className={`levels${level >= TALKS_FROM ? "" : " call-still"}`} aria-hidden="true">
      {SHAPE.map((share) => (
        <i key={share} style={{ height: height(share) }} />
      ))}
    </span>
  );
}
