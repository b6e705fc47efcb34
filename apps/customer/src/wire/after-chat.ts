/** What our server asks and offers when a chat is over; another one knows nothing of it. */
export interface AfterChat {
  readonly survey: Survey | null;
  readonly transcript: boolean;
}

export interface Survey {
  readonly question: string;
  readonly language: string;
  readonly comment: boolean;
  readonly starsMax: number;
  /** As answered; `null`: not yet. */
  readonly stars: number | null;
  readonly text: string;
  /** Whether an answer, or another one, is taken. */
  readonly open: boolean;
}

export const nothingAfter: AfterChat = { survey: null, transcript: false };

const STARS_MAX = 10;

/** Reads generously: what cannot be understood is not asked. */
export function readAfterChat(answer: Readonly<Record<string, unknown>>): AfterChat {
  const { survey, transcript } = answer;
  return { survey: readSurvey(survey), transcript: transcript === true };
}

function readSurvey(value: unknown): Survey | null {
  if (typeof value !== "object" || value === null) return null;
  const { question, language, comment, starsMax, stars, text, open }: Readonly<Record<string, unknown>> = {
    ...value,
  };
  if (typeof question !== "string" || typeof starsMax !== "number") return null;
  if (!Number.isInteger(starsMax) || starsMax < 2 || starsMax > STARS_MAX) return null;
  return {
    question,
    language: typeof language === "string" ? language : "en",
    comment: comment === true,
    starsMax,
    stars: typeof stars === "number" ? stars : null,
    text: typeof text === "string" ? text : "",
    open: open === true,
  };
}
