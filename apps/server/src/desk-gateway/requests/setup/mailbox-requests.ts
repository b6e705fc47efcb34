import { asId, type Command, type User } from "@patchbay/core";
import { deskRequests } from "@patchbay/protocol";
import { agentName } from "../../views/message-view.js";
import { type Responder, responder } from "../respond.js";
import { greetingInUse, mailboxFormOf, ringMsFor } from "../voicemail-requests.js";

/** Agents' mailboxes, as an administrator sets them (SPEC VML-4). */
export const mailboxRequests: readonly Responder[] = [
  responder(deskRequests.mailboxes, (_input, _asker, { handle }) => ({
    query: async () => {
      const { users, prompts } = handle.center.state.configuration;
      const agents = [...users.values()]
        .filter(({ enabled }) => enabled)
        .map((user) => ({
          agentId: user.id as string,
          name: agentName(handle.words(), user.id),
          form: formOf(user),
          ownGreeting: mailboxFormOf(user).greeting === "own" && prompts.has(greetingInUse(user)),
        }));
      return { agents: agents.sort((a, b) => a.name.localeCompare(b.name, "en")) };
    },
  })),
  responder(deskRequests.saveMailboxes, ({ mailboxes }, _asker, { handle }) => {
    const { users } = handle.center.state.configuration;
    const commands: Command[] = [];
    for (const { agentId, form } of mailboxes) {
      const user = users.get(asId(agentId));
      if (user === undefined) return { fault: { code: "object_not_found", facts: { agentId } } };
      commands.push({
        type: "ConfigureMailbox",
        agentId: user.id,
        mailbox: form.enabled ? { greeting: greetingInUse(user), maxMs: form.maxMs } : null,
        ringMs: ringMsFor(user, form),
        locked: form.locked,
      });
    }
    return { submissions: commands.map((command) => ({ command })), output: {} };
  }),
];

function formOf(user: User) {
  const { enabled, ringMs, maxMs } = mailboxFormOf(user);
  return { enabled, locked: user.mailboxLocked === true, ringMs, maxMs };
}
