import { asId, type Entry, type EntryId } from "@patchbay/core";
import { deskRequests, type MaskingForm, type MaskingProblem } from "@patchbay/protocol";
import type { CenterHandle } from "../../../center/edge.js";
import type { MaskingRule } from "../../../center/masking-rule.js";
import { cleanText } from "../../../center/plain-text.js";
import { maskText, patternProblem } from "../../../masking/index.js";
import { type Responder, responder } from "../respond.js";
import { lastChanges } from "./changes.js";

const nothingHidden: MaskingRule = {
  cards: false,
  cardLastFour: true,
  socialSecurity: false,
  expressions: [],
};

function formOf(handle: CenterHandle, entryId: string): MaskingForm {
  const rule = handle.words().entries.get(entryId)?.masking ?? nothingHidden;
  return { ...rule, expressions: rule.expressions.map(({ name, pattern }) => ({ name, pattern })) };
}

/** The same in whatever order a database gives the fields back. */
const printOf = ({ cards, cardLastFour, socialSecurity, expressions }: MaskingForm): string =>
  JSON.stringify([cards, cardLastFour, socialSecurity, expressions.map((one) => [one.name, one.pattern])]);

const isMessaging = (entry: Entry | undefined): entry is Entry => entry?.channel === "chat";

const problemsOf = (expressions: MaskingForm["expressions"]): MaskingProblem[] =>
  expressions.flatMap(({ pattern }, index) => {
    const problem = patternProblem(pattern);
    return problem === null ? [] : [{ index, code: problem.code }];
  });

export const maskingRequests: readonly Responder[] = [
  responder(deskRequests.setupMasking, (_input, _asker, { handle }) => ({
    query: async () => {
      const changes = await lastChanges(handle, "EntryConfigured", ({ entry }) => entry.id);
      const entries = [...handle.center.state.configuration.entries.values()]
        .filter(isMessaging)
        .map(({ id }) => ({
          entryId: id as string,
          name: handle.words().entries.get(id)?.name ?? id,
          form: formOf(handle, id),
          ...changes(id),
        }));
      return { entries: entries.sort((a, b) => a.name.localeCompare(b.name, "en")) };
    },
  })),
  responder(deskRequests.saveMasking, async ({ entryId, was, form }, { agentId }, { handle }) => {
    const entry = handle.center.state.configuration.entries.get(asId<EntryId>(entryId));
    const words = handle.words().entries.get(entryId);
    if (!isMessaging(entry) || words === undefined) return { fault: { code: "entry_unknown" } };
    const expressions = form.expressions.map(({ name, pattern }) => ({ name: cleanText(name), pattern }));
    const problems = problemsOf(expressions);
    if (problems.length > 0)
      return { fault: { code: "invalid_args", facts: { path: "form.expressions", problems } } };
    const now = printOf(formOf(handle, entryId));
    const wanted = { ...form, expressions };
    // What is already so cannot be in anybody's way: this may be a request that is asked again.
    if (printOf(wanted) === now) return { submissions: [], output: {} };
    if (printOf(was) !== now) {
      const changes = await lastChanges(handle, "EntryConfigured", (event) => event.entry.id);
      return { fault: { code: "version_conflict", facts: { ...changes(entryId) } } };
    }
    return {
      submissions: [
        {
          // The entry itself stays: the journal says who changed it, and when.
          command: { type: "ConfigureEntry", entry, by: agentId },
          content: [{ table: "entry_words", entryId, words: { ...words, masking: wanted } }],
        },
      ],
      output: {},
    };
  }),
  responder(deskRequests.tryMasking, ({ form, text }) => ({
    query: async () => {
      const problems = problemsOf(form.expressions);
      const broken = new Set(problems.map(({ index }) => index));
      const expressions = form.expressions.filter((_, index) => !broken.has(index));
      return { ...maskText(text, { ...form, expressions }), problems };
    },
  })),
];
