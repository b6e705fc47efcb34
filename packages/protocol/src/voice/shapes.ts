import { z } from "zod";

/** Printable ASCII without blanks. */
export const id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

/** In the currency's smallest unit. */
export const amountSchema = z.object({ minor: z.number().int().positive(), currency: z.string().length(3) });
