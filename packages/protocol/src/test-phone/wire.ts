import { z } from "zod";

/**
 * What the server and the test phone's process say to each other over a unix socket, one JSON text a line. The server
 * only carries what pages say: `text` is the page's own wire, which it does not read.
 */
const page = z.string().min(1).max(64);
/** A page says at most a session description at once. In characters. */
export const TEST_PHONE_TEXT_MAX = 32_768;
const text = z.string().max(TEST_PHONE_TEXT_MAX);

export const toTestPhoneSchema = z.discriminatedUnion("t", [
  /** First: this server's pages are the ones from now on. */
  z.object({ t: z.literal("attach") }),
  z.object({ t: z.literal("opened"), page }),
  z.object({ t: z.literal("said"), page, text }),
  z.object({ t: z.literal("closed"), page }),
  /** Hang up and end: the server stops in order, or wants another version. */
  z.object({ t: z.literal("end") }),
]);
export type ToTestPhone = z.output<typeof toTestPhoneSchema>;

export const fromTestPhoneSchema = z.discriminatedUnion("t", [
  /** First. One that is not as the server wants it is asked to end. */
  z.object({
    t: z.literal("hello"),
    version: z.string(),
    pid: z.number().int().positive(),
    sipPort: z.number().int(),
    /** Where it calls. */
    centerSipPort: z.number().int(),
  }),
  z.object({ t: z.literal("say"), page, text: z.string() }),
  z.object({ t: z.literal("close"), page, reason: z.enum(["too_many", "bad_frame", "elsewhere"]) }),
]);
export type FromTestPhone = z.output<typeof fromTestPhoneSchema>;

/** In DATA_DIR. */
export const TEST_PHONE_SOCKET = "test-phone.sock";
