import { type MessagingErrorCode, messagingErrors } from "@patchbay/protocol";

/** A call that cannot be answered as asked, in the codes of the messaging API. */
export class MessagingError extends Error {
  override readonly name = "MessagingError";
  readonly status: number;

  /**
   * @param sentence what the app's developer reads; never names an internal or another customer's thing.
   * @param options.status where it differs from the code's usual one.
   */
  constructor(
    readonly code: MessagingErrorCode,
    sentence?: string,
    options: { readonly status?: number; readonly cause?: unknown } = {},
  ) {
    super(sentence ?? messagingErrors[code].means, { cause: options.cause });
    this.status = options.status ?? messagingErrors[code].status;
  }

  /** Both fields are text: the iOS SDK drops the body of an error whose code is a number. */
  body(): { error_code: string; error_message: string } {
    return { error_code: this.code, error_message: this.message };
  }
}

export const unavailable = (cause?: unknown): MessagingError =>
  new MessagingError("5001", "The center is not available at the moment: try again.", { cause });

export const chatNotFound = (): MessagingError => new MessagingError("5005");

/** Too much at once. No code of the published list fits exactly; the status is what clients go by. */
export const tooMany = (sentence: string): MessagingError =>
  new MessagingError("5955", sentence, { status: 429 });
