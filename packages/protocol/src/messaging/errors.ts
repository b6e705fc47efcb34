import { z } from "zod";

/**
 * The error codes of the messaging API and the status each goes with. Both the code and the message travel as
 * text: a client of the published SDKs drops the body of an error whose code is a number. Of the published list 5000, 5004,
 * 5509, 5511 and 5602 are missing: nothing here can fail in the way that they tell.
 */
export const messagingErrors = {
  "1000": { status: 403, means: "tenantUrl is missing or names no center" },
  "2000": { status: 403, means: "the Authorization header is missing" },
  "2001": {
    status: 403,
    means: "the Authorization header is not of the form SCHEME appId=..., clientId=...",
  },
  "2002": { status: 403, means: "the Authorization scheme is not MOBILE-API-140-327-PLAIN" },
  "2003": { status: 403, means: "the Authorization header has no appId" },
  "2004": { status: 403, means: "the Authorization header has no clientId" },
  "3000": { status: 403, means: "the appId names no messaging entry of this center" },
  "5001": { status: 503, means: "no chat server is available: try again" },
  "5003": { status: 400, means: "the body is not the JSON that this call expects" },
  "5005": { status: 404, means: "no such chat, or it has ended" },
  "5006": { status: 404, means: "the entry leads to no service" },
  "5500": { status: 500, means: "internal error" },
  "5501": { status: 400, means: "the upload is too big" },
  "5502": { status: 404, means: "no such file" },
  "5558": { status: 400, means: "the file could not be taken" },
  "5601": { status: 406, means: "there is no case on this chat" },
  "5603": { status: 406, means: "the notification parameters do not name exactly one configured service" },
  "5955": { status: 500, means: "unspecified error" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly means: string }>>;

export type MessagingErrorCode = keyof typeof messagingErrors;

export const messagingErrorBodySchema = z.object({
  error_code: z.string().describe("One of the listed codes, as text"),
  error_message: z.string(),
});
