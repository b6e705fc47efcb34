import type { Privilege, Role } from "@patchbay/core";
import type { ApiScope } from "@patchbay/protocol";
import type { Blobs } from "./blobs.js";
import type { Center } from "./center.js";
import type { Clock, Ids } from "./clock.js";
import type { CenterWords, Records } from "./records.js";

/** Everything an edge gets to work with for one center. */
export interface CenterHandle {
  readonly center: Center;
  readonly records: Records;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Names and words, kept in memory; reloaded by whoever changes them. */
  words(): CenterWords;
}

/** The centers of this process. */
export interface Centers {
  /** By the messaging API's `tenantUrl`: scheme, port, path and a final slash are ignored. */
  byTenant(tenantUrl: string): CenterHandle | undefined;
  /** By the Host header of a desk; the only center when there is one. */
  byHost(host: string | undefined): CenterHandle | undefined;
  byId(centerId: string): CenterHandle | undefined;
  all(): readonly CenterHandle[];
}

/**
 * Who may call a route. Every route declares it in its fastify `config.access`; start refuses a route that
 * does not, and the authorisation matrix is generated from it.
 * - `public`: no identity at all (health, static pages, version)
 * - `customer`: an app's Authorization of the messaging API
 * - `capability`: whoever knows an unguessable id (file downloads of the messaging API)
 * - `key`: a program with an API key that has this scope; `any`: with whichever key
 * - `privilege`: a signed-in seat whose user has it now; roles: with one of them; `any` = every signed-in user
 */
export type Access =
  | "public"
  | "customer"
  | "capability"
  | "any"
  | readonly Role[]
  | { readonly privilege: Privilege }
  | { readonly key: ApiScope | "any" };

declare module "fastify" {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** What an app can show of what agents ask for. */
export interface AppShows {
  readonly form: boolean;
  /** A form without a name: the next text is taken for its answer. */
  readonly namelessForm: boolean;
  readonly secureForm: boolean;
  readonly cobrowsing: boolean;
  /** A call: it answers what is offered to it by signaling. */
  readonly call: boolean;
}

/** What one customer's app is told beside the journal: never stored, nothing lost when missed. */
export interface Ephemeral {
  /** The desk's agent types, or stopped. */
  agentTyping(interactionId: string, agentId: string, typing: boolean): void;
  /** The customer types; `preview` when the app tells the text so far. */
  customerTyping(interactionId: string, typing: boolean, preview: string | null): void;
  /** An app polled, or has been silent. Changes of this reach the desks. */
  customerPresence(interactionId: string, presence: "here" | "away" | "gone"): void;
  onAgentTyping(listener: (interactionId: string, agentId: string, typing: boolean) => void): () => void;
  onCustomerTyping(
    listener: (interactionId: string, typing: boolean, preview: string | null) => void,
  ): () => void;
  onCustomerPresence(
    listener: (interactionId: string, presence: "here" | "away" | "gone") => void,
  ): () => void;
  /** Which app it is that polls; `null` when its chat is over. Changes of this reach the desks. */
  customerShows(interactionId: string, shows: AppShows | null): void;
  onCustomerShows(listener: (interactionId: string) => void): () => void;
  /** `undefined` while the app has not been heard by this process. */
  showsOf(interactionId: string): AppShows | undefined;
  /** The last presence told, `gone` when none was. */
  presenceOf(interactionId: string): "here" | "away" | "gone";
}
