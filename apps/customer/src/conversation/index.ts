/** One chat as the customer sees it: folded from polls and history, without doubles. */
export {
  type Conversation,
  type Entry,
  newConversation,
  openCallRequest,
  ownIds,
  type Party,
  presentAgents,
  theirMessageIds,
  withCall,
  withEnd,
  withEvents,
  withHistory,
  withOwn,
  withoutCallTrouble,
  withoutTyping,
} from "./conversation.js";
