import { type AfterChatForm, SURVEY_QUESTION_MAX, TRANSCRIPT_DAYS_MAX } from "@patchbay/protocol";

export interface QuestionDraft {
  /** Stays the same whatever becomes of its place in the list. */
  readonly key: number;
  readonly language: string;
  readonly text: string;
}

/** The form as it is typed. A box that is not ticked keeps its number, for when it is ticked again. */
export interface AfterChatDraft {
  readonly survey: boolean;
  readonly questions: readonly QuestionDraft[];
  readonly comment: boolean;
  readonly links: boolean;
  readonly days: number | null;
}

const DAYS = 30;

export const draftOf = ({ survey, questions, comment, transcriptDays }: AfterChatForm): AfterChatDraft => ({
  survey,
  questions: questions.map((one, key) => ({ key, ...one })),
  comment,
  links: transcriptDays !== null,
  days: transcriptDays ?? DAYS,
});

export const formOf = ({ survey, questions, comment, links, days }: AfterChatDraft): AfterChatForm => ({
  survey,
  questions: questions.map(({ language, text }) => ({ language: language.trim(), text: text.trim() })),
  comment,
  transcriptDays: links ? days : null,
});

export function withQuestion(draft: AfterChatDraft): AfterChatDraft {
  const key = Math.max(-1, ...draft.questions.map((one) => one.key)) + 1;
  return { ...draft, questions: [...draft.questions, { key, language: "", text: "" }] };
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

export interface QuestionProblem {
  readonly language?: "language" | "twice";
  readonly text?: "question";
}

/** What is wrong, by question; a question is looked at also where nothing is asked, for it is saved. */
export function problemsOf({ questions, links, days }: AfterChatDraft): {
  readonly questions: readonly QuestionProblem[];
  readonly days: boolean;
} {
  const languages = questions.map(({ language }) => language.trim().toLowerCase());
  return {
    questions: questions.map(({ language, text }, index) => ({
      ...(LANGUAGE.test(language.trim())
        ? languages.indexOf(languages[index] ?? "") < index
          ? { language: "twice" as const }
          : {}
        : { language: "language" as const }),
      ...(text.trim() === "" || text.trim().length > SURVEY_QUESTION_MAX
        ? { text: "question" as const }
        : {}),
    })),
    days: links && (days === null || !Number.isInteger(days) || days < 1 || days > TRANSCRIPT_DAYS_MAX),
  };
}

export const isWhole = (draft: AfterChatDraft): boolean => {
  const { questions, days } = problemsOf(draft);
  return !days && questions.every((one) => Object.keys(one).length === 0);
};
