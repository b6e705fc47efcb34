import { z } from "zod";

/** Milliseconds since 1970 of the server's clock. */
export const instant = z.number().int();

/** As somebody outside may name one: what a date can hold. */
export const askedInstant = z.number().int().min(0).max(8_640_000_000_000_000);
