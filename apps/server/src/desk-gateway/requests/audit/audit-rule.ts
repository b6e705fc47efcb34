import type { AuditKind, RequestDefinition } from "@patchbay/protocol";
import type { z } from "zod";

/** Something of Set-up as it is now: what it is called, and its form without any secret. */
export interface Subject {
  readonly name: string;
  readonly form: unknown;
}

/** What a request wants to become of one thing. */
export interface WantedChange {
  /** Of a new thing: as the request's answer names it; empty: there is none yet. */
  readonly id: string;
  /** Its form afterwards; `null`: it is removed. */
  readonly after: unknown;
  /** What it is called afterwards, where the form does not say. */
  readonly name?: string;
  /** A password or key comes with it. */
  readonly secretSet?: boolean;
}

export interface RequestToMake {
  readonly name: string;
  readonly input: unknown;
}

/** Asks what administrators ask, as the one who makes the change. */
export type ReadList = <In extends z.ZodType, Out extends z.ZodType>(
  definition: RequestDefinition<In, Out>,
  input: z.input<In>,
) => Promise<z.output<Out>>;

/** How one request's changes are told, and taken back. */
export interface AuditRule {
  /** The request's name on the wire. */
  readonly name: string;
  readonly kind: AuditKind;
  /** `undefined`: nobody understands this input. */
  readonly parse: (input: unknown) => unknown;
  /** None: this one is not told, as with what is somebody's own. @param output `undefined` before it is made */
  readonly wants: (input: never, output: never) => readonly WantedChange[];
  /** The thing as it is; `null`: there is none. */
  readonly read: (id: string, list: ReadList) => Promise<Subject | null>;
  /**
   * The request that makes it `wanted` again, which was its form before (`null`: it was not there); `now` is its form.
   * No such function: there is no way back.
   */
  readonly restore?: (
    id: string,
    wanted: unknown,
    now: unknown,
    list: ReadList,
  ) => Promise<RequestToMake> | RequestToMake;
  /** Whether there is a way back from this very change; absent: always. */
  readonly mayRestore?: (change: RestorableChange) => boolean;
}

export interface RestorableChange {
  readonly subjectId: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where a thing that was made or removed has more to it than its form: only changes are taken back. */
export const onlyChanges = ({ before, after }: RestorableChange): boolean =>
  before !== null && after !== null;

/** Joins a rule to its request, whose shapes it then has. */
export const rule = <In extends z.ZodType, Out extends z.ZodType>(
  definition: RequestDefinition<In, Out>,
  {
    wants,
    ...others
  }: Omit<AuditRule, "name" | "parse" | "wants"> & {
    readonly wants: (input: z.output<In>, output: z.output<Out> | undefined) => readonly WantedChange[];
  },
): AuditRule => ({
  ...others,
  name: definition.name,
  parse: (input) => definition.input.safeParse(input).data,
  wants: wants as AuditRule["wants"],
});

export const request = <In extends z.ZodType, Out extends z.ZodType>(
  definition: RequestDefinition<In, Out>,
  input: z.input<In>,
): RequestToMake => ({ name: definition.name, input });
