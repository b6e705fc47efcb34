import { type SaveScript, type SignatureSetup, signatureSetupSchema } from "@patchbay/protocol";
import { useCallback, useEffect, useState } from "react";
import { type Answer, callHttp, withBody } from "../../../state/http.js";

export const saveScript = (serviceId: string, form: SaveScript): Promise<Answer<null>> =>
  callHttp(`/api/signatures/scripts/${encodeURIComponent(serviceId)}`, () => null, withBody("PUT", form));

export interface SignatureSetupRead {
  readonly setup: SignatureSetup | null;
  readonly failed: string | null;
  readonly again: () => Promise<void>;
}

/** The texts of all services, and the key that packages are signed with. Read anew when the window comes to the front. */
export function useSignatureSetup(): SignatureSetupRead {
  const [setup, setSetup] = useState<SignatureSetup | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const again = useCallback(async (): Promise<void> => {
    const answer = await callHttp("/api/signatures/scripts", (body) => signatureSetupSchema.parse(body));
    if (answer.ok) setSetup(answer.result);
    setFailed(answer.ok ? null : answer.code);
  }, []);
  useEffect(() => {
    const read = (): void => void again();
    read();
    window.addEventListener("focus", read);
    return () => window.removeEventListener("focus", read);
  }, [again]);
  return { setup, failed, again };
}
