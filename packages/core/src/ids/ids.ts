/** A text that names one kind of thing, so that an agent's id cannot be handed where a service's is meant. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

export type AgentId = Brand<"AgentId">;
export type SessionId = Brand<"SessionId">;
export type TeamId = Brand<"TeamId">;
export type SkillId = Brand<"SkillId">;
export type ServiceId = Brand<"ServiceId">;
export type EntryId = Brand<"EntryId">;
export type ScheduleId = Brand<"ScheduleId">;
export type ReasonId = Brand<"ReasonId">;
export type DispositionId = Brand<"DispositionId">;
export type InteractionId = Brand<"InteractionId">;
/** One participant of one interaction. Made by the core, unique within the center. */
export type PartyId = Brand<"PartyId">;
export type OfferId = Brand<"OfferId">;
export type MessageId = Brand<"MessageId">;
export type ContactId = Brand<"ContactId">;
/** One installed app or browser of a customer: a digest of (appId, clientId), never the values themselves. */
export type ClientKey = Brand<"ClientKey">;
/** An approved text that a customer is read for a voice signature: one id for one text, which is content. */
export type ScriptId = Brand<"ScriptId">;

/** Declares that a text from outside is an id of this kind. Says nothing about whether the thing exists. */
export const asId = <Id extends Brand<string>>(text: string): Id => text as Id;
