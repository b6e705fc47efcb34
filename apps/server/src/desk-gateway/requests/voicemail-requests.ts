import { asId, type PromptId, type User } from "@patchbay/core";
import { deskRequests, type MailboxForm, type VoicemailView } from "@patchbay/protocol";
import { recordingRuleDefault, rightsTo } from "../../recordings/index.js";
import { defaultGreeting, greetingOf } from "../../voicemail/greeting.js";
import type { MessageRow } from "../../voicemail/index.js";
import { contactView, phoneView } from "../views/contact-view.js";
import { agentName } from "../views/message-view.js";
import { type Asker, type RequestRoom, type Responder, responder } from "./respond.js";

/** When nobody has said how long: the reference's fifteen seconds, and two minutes of words. */
const RING_MS = 15_000;
const MESSAGE_MS = 120_000;

/** An agent's own mailbox and those of the services it serves: of others there is nothing to be seen here. */
export const voicemailResponders: readonly Responder[] = [
  responder(deskRequests.voicemail, ({ which, before, limit }, asker, room) => ({
    query: async () => {
      const user = userOf(asker, room);
      if (user === undefined) return { messages: [], more: false, fresh: 0 };
      const [rows, fresh, rules] = await Promise.all([
        room.voicemail.list(user, {
          which,
          before: before && { startedAt: before.at, recordingId: before.recordingId },
          limit: limit + 1,
        }),
        room.voicemail.newCount(user),
        room.recordingRules.rules(),
      ]);
      const { configuration } = room.handle.center.state;
      const mayDownload = ({ recording }: MessageRow): boolean => {
        const rule = rules.get(recording.serviceId ?? "") ?? recordingRuleDefault;
        return rightsTo(recording, rule, user, configuration).download;
      };
      return {
        messages: rows.slice(0, limit).map((row) => messageView(row, mayDownload(row), room)),
        more: rows.length > limit,
        fresh,
      };
    },
  })),
  responder(deskRequests.markVoicemail, ({ recordingId, heard }, asker, room) =>
    changing(asker, room, (user) => room.voicemail.mark(user, recordingId, heard)),
  ),
  responder(deskRequests.deleteVoicemail, ({ recordingId, deleted }, asker, room) =>
    changing(asker, room, (user) => room.voicemail.trash(user, recordingId, deleted)),
  ),
  responder(deskRequests.mailbox, (_input, asker, room) => {
    const { prompts } = room.handle.center.state.configuration;
    const own = prompts.get(greetingOf(asker.agentId));
    return {
      query: async () => ({
        form: mailboxFormOf(userOf(asker, room)),
        ownGreeting: own === undefined ? null : { durationMs: own.durationMs },
        locked: userOf(asker, room)?.mailboxLocked === true,
      }),
    };
  }),
  responder(deskRequests.saveMailbox, ({ form }, { agentId }, { handle }) => {
    const own = greetingOf(agentId);
    const user = handle.center.state.configuration.users.get(asId(agentId));
    const hasOwn = handle.center.state.configuration.prompts.has(own);
    if (form.greeting === "own" && !hasOwn) return { fault: { code: "object_not_found" } };
    const greeting = form.greeting === "own" ? own : defaultGreeting;
    return {
      submissions: [
        {
          command: {
            type: "ConfigureMailbox",
            agentId,
            mailbox: form.enabled ? { greeting, maxMs: form.maxMs } : null,
            ringMs: ringMsFor(user, form),
          },
        },
      ],
      output: {},
    };
  }),
];

const userOf = ({ agentId }: Asker, { handle }: RequestRoom): User | undefined =>
  handle.center.state.configuration.users.get(asId(agentId));

function changing(asker: Asker, room: RequestRoom, run: (user: User) => Promise<boolean>) {
  const user = userOf(asker, room);
  return {
    ask: async () =>
      user !== undefined && (await run(user))
        ? { output: {} }
        : { fault: { code: "object_not_found" as const } },
  };
}

/** How long a colleague's call rings; `null`: without a place to go to, as long as any. */
export function ringMsFor(
  user: User | undefined,
  form: Pick<MailboxForm, "enabled" | "ringMs">,
): number | null {
  if (form.enabled) return form.ringMs;
  return (user?.forwarding ?? []).length > 0 ? (user?.ringMs ?? null) : null;
}

/** What callers hear, or would hear. */
export const greetingInUse = ({ voicemail }: User): PromptId => voicemail?.greeting ?? defaultGreeting;

export function mailboxFormOf(user: User | undefined): MailboxForm {
  const { voicemail, ringMs } = user ?? {};
  return {
    enabled: voicemail !== undefined,
    greeting: user !== undefined && voicemail?.greeting === greetingOf(user.id) ? "own" : "default",
    ringMs: ringMs ?? RING_MS,
    maxMs: voicemail?.maxMs ?? MESSAGE_MS,
  };
}

function messageView(row: MessageRow, mayDownload: boolean, { handle }: RequestRoom): VoicemailView {
  const { recording, interaction, data, contact, callerAgentId, heardAt, heardBy } = row;
  const words = handle.words();
  const raw = callerAgentId === null ? (data?.phoneNumber ?? null) : null;
  const view = contactView(interaction.contactId, contact, interaction.caseNumber, words);
  const { serviceId } = recording;
  return {
    recordingId: recording.recordingId,
    interactionId: interaction.interactionId,
    at: recording.startedAt,
    durationMs: recording.durationMs,
    serviceName:
      recording.agentId === null && serviceId !== null
        ? (words.services.get(serviceId)?.name ?? serviceId)
        : null,
    contact: callerAgentId === null ? { contactId: view.contactId, name: view.name } : null,
    agentId: callerAgentId,
    number: raw === null || raw === "" ? null : { raw, display: phoneView(raw, words).display },
    isNew: heardAt === null,
    heardBy: heardBy === null ? null : agentName(words, heardBy),
    mayDownload,
  };
}
