import { z } from "zod";

/** One request of the desk: its name on the wire, what goes in, what comes out. */
export interface RequestDefinition<In extends z.ZodType, Out extends z.ZodType> {
  readonly name: string;
  readonly input: In;
  readonly output: Out;
}
export const define = <In extends z.ZodType, Out extends z.ZodType>(
  name: string,
  input: In,
  output: Out,
): RequestDefinition<In, Out> => ({ name, input, output });

export const nothing = z.object({});
/** Printable ASCII: anything else cannot be the id of anything, and a database would refuse part of it. */
export const id = z.string().regex(/^[\x21-\x7e]{1,100}$/);
