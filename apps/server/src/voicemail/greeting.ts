import { asId, type PromptId } from "@patchbay/core";

/** Said in a mailbox whose owner has recorded nothing. */
export const defaultGreeting = asId<PromptId>("leave-a-message");

const PREFIX = "greeting-of-";

/** The prompt of an agent's own greeting. One each: a new one takes the place of the former. */
export const greetingOf = (agentId: string): PromptId => asId<PromptId>(`${PREFIX}${agentId}`);

/** A person's own is no choice for scenarios. */
export const isGreeting = (promptId: string): boolean => promptId.startsWith(PREFIX);
