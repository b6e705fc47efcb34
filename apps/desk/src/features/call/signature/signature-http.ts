import { type CallSignatures, callSignaturesSchema } from "@patchbay/protocol";
import { type Answer, callHttp, withBody } from "../../../state/http.js";

export const readSignatures = (interactionId: string): Promise<Answer<CallSignatures>> =>
  callHttp(`/api/calls/${encodeURIComponent(interactionId)}/signatures`, (body) =>
    callSignaturesSchema.parse(body),
  );

export const judgeSignature = (recordingId: string, verdict: "accepted" | "redone"): Promise<Answer<null>> =>
  callHttp(
    `/api/signatures/${encodeURIComponent(recordingId)}/judgement`,
    () => null,
    withBody("POST", { verdict }),
  );
