import { asId, SURVEY_STARS_MAX } from "@patchbay/core";
import {
  type AfterChat,
  afterChatSchema,
  emptyBodySchema,
  type SurveyAnswer,
  surveyAnswerSchema,
  transcriptLinkSchema,
} from "@patchbay/protocol";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { CenterHandle } from "../center/edge.js";
import { cleanText } from "../center/plain-text.js";
import { giveLink, type TranscriptLinks, transcriptDaysOf } from "../transcripts/index.js";
import { identify } from "./caller.js";
import type { ChatOwnership } from "./chat-ownership.js";
import { jsonOf } from "./chat-routes.js";
import type { Customer } from "./customer.js";
import { stored } from "./feeds.js";
import { chatNotFound, MessagingError } from "./messaging-error.js";
import { refusalOf } from "./start-chat.js";
import type { WireParts } from "./wire-parts.js";

/** Used when nobody has written a question. */
const USUAL_QUESTION = { language: "en", text: "How was this chat?" };

/** What a customer is asked and offered when a chat is over: a survey and a link to the transcript. */
export class AfterChats {
  constructor(
    private readonly handle: CenterHandle,
    private readonly chats: ChatOwnership,
    private readonly links: TranscriptLinks,
  ) {}

  /** @param languages as the app prefers them, such as `de-AT`, `en` */
  async of(customer: Customer, chatId: string, languages: readonly string[]): Promise<AfterChat> {
    const { serviceId } = await this.chats.owned(customer, chatId);
    if (!this.chats.isOver(chatId)) return { survey: null, transcript: false };
    const transcript = transcriptDaysOf(this.handle, serviceId) !== null;
    const open = this.handle.center.state.surveys.get(asId(chatId));
    const now = this.handle.clock.now();
    if (open === undefined || open.clientKey !== customer.clientKey || open.until <= now)
      return { survey: null, transcript };
    const words = this.handle.words().services.get(open.serviceId)?.afterChat;
    const question = questionFor(words?.questions ?? [], languages);
    const answered = open.stars === null ? undefined : await stored(this.handle.records.surveyAnswer(chatId));
    return {
      survey: {
        question: question.text,
        language: question.language,
        comment: words?.comment ?? true,
        starsMax: SURVEY_STARS_MAX,
        stars: open.stars,
        text: answered?.comment ?? "",
        until: open.changeUntil ?? open.until,
        open: open.changeUntil === null || open.changeUntil > now,
      },
      transcript,
    };
  }

  async answer(customer: Customer, chatId: string, { stars, text }: SurveyAnswer): Promise<void> {
    const { serviceId } = await this.chats.owned(customer, chatId);
    const takesWords = this.handle.words().services.get(serviceId)?.afterChat?.comment ?? true;
    const comment = takesWords ? cleanText(text).trim() : "";
    const result = await this.handle.center.submit({
      command: { type: "AnswerSurvey", interactionId: asId(chatId), clientKey: customer.clientKey, stars },
      content: [{ table: "survey_answer", interactionId: chatId, stars, comment }],
    });
    if (result.ok) return;
    if (result.rejection.code === "not_suitable_state")
      throw new MessagingError("5003", "The answer can no longer be changed.", { status: 409 });
    throw refusalOf(result);
  }

  async transcriptLink(customer: Customer, chatId: string): Promise<{ path: string; until: number }> {
    const { serviceId } = await this.chats.owned(customer, chatId);
    const days = transcriptDaysOf(this.handle, serviceId);
    if (days === null || !this.chats.isOver(chatId)) throw chatNotFound();
    return stored(giveLink(this.handle, this.links, chatId, days));
  }
}

/** In the first of the languages that there is, also where only the country differs; else the first question. */
export function questionFor(
  questions: readonly { readonly language: string; readonly text: string }[],
  languages: readonly string[],
): { readonly language: string; readonly text: string } {
  const base = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";
  for (const wanted of languages) {
    const exact = questions.find(({ language }) => language.toLowerCase() === wanted.toLowerCase());
    const near = exact ?? questions.find(({ language }) => base(language) === base(wanted));
    if (near !== undefined) return near;
  }
  return questions[0] ?? USUAL_QUESTION;
}

/** RFC 9110, 12.5.4; the order of the list is taken for that of the wishes, as browsers write it. */
const languagesOf = (request: FastifyRequest): string[] =>
  String(request.headers["accept-language"] ?? "")
    .slice(0, 200)
    .split(",")
    .map((one) => one.split(";")[0]?.trim() ?? "")
    .filter((one) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(one));

/** Ours, beside the published API, under the same authorisation. */
export function registerAfterChatRoutes(app: FastifyInstance, parts: WireParts): void {
  const common = {
    tags: ["after a chat"],
    params: z.object({ chatId: z.string() }),
    headers: z.object({ authorization: z.string() }),
  };
  const config = { access: "customer" } as const;
  const chatIdOf = (request: FastifyRequest): string => (request.params as { chatId: string }).chatId;

  app.get(
    "/chats/:chatId/after",
    {
      config,
      exposeHeadRoute: false,
      schema: {
        ...common,
        summary: "What is asked and offered when the chat is over; the question follows Accept-Language",
        response: { 200: afterChatSchema, default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      const { service, customer } = identify(parts, request, reply, 2, true);
      return service.afterChat(customer, chatIdOf(request), languagesOf(request));
    },
  );
  app.post(
    "/chats/:chatId/survey",
    {
      config,
      schema: {
        ...common,
        summary: "The customer's answer; another one within some minutes replaces it",
        body: surveyAnswerSchema,
        response: { 200: emptyBodySchema, default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      const { service, customer } = identify(parts, request, reply, 2, true);
      const read = surveyAnswerSchema.safeParse(jsonOf(request));
      if (!read.success) {
        const field = read.error.issues[0]?.path.join(".") ?? "";
        throw new MessagingError("5003", `The answer cannot be read: look at its field "${field}".`);
      }
      await service.answerSurvey(customer, chatIdOf(request), read.data);
      return {};
    },
  );
  app.post(
    "/chats/:chatId/transcript-link",
    {
      config,
      schema: {
        ...common,
        summary: "A link to the transcript of a chat that is over, for whoever has it",
        response: { 200: transcriptLinkSchema, default: parts.errorSchema },
      },
    },
    async (request, reply) => {
      const { service, customer } = identify(parts, request, reply, 2, true);
      return service.transcriptLink(customer, chatIdOf(request));
    },
  );
}
