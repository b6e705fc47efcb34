/** A chat server under load, as the driver sees it. */
export type Role = "agent" | "customer";

export interface Session {
  /** Sends a text into one conversation, to its other side. */
  send(conversation: number, text: string): void;
  close(): void;
}

/** What a session tells the driver. */
export interface Ears {
  /** A text of the other side, once per message. */
  heard(text: string): void;
  /** What this session sent was not taken. */
  refused(why: string): void;
  /** The server has said that what was sent last but so many is stored. Only where it says so. */
  stored?(): void;
}

export interface Target {
  connect(role: Role, index: number, ears: Ears): Promise<Session>;
}

export interface World {
  readonly host: string;
  readonly port: number;
  readonly agents: number;
  /** Conversation i is that of customer i with agent i % agents. */
  readonly customers: number;
  /** Free text of the target's own. */
  readonly options: string;
}
