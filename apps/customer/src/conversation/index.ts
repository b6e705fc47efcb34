/** One chat as the customer sees it: folded from polls and history, without doubles. */
export {
  type Conversation,
  type Entry,
  newConversation,
  ownIds,
  type Party,
  presentAgents,
  theirMessageIds,
  withEnd,
  withEvents,
  withHistory,
  withOwn,
} from "./conversation.js";
