import type { CannedVariable, InteractionView } from "@patchbay/protocol";
import { useCallback } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { useCanned } from "./canned-store.js";
import { type Filled, fillCanned, valuesOf } from "./fill.js";

type Chat = Pick<InteractionView, "contact" | "serviceName" | "caseNumber">;

/** Fills a response in for one chat. */
export function useFilling(chat: Chat): (text: string) => Filled {
  const t = useWords();
  const user = useDesk(({ data }) => data?.user);
  const company = useDesk(({ data }) => data?.company ?? "");
  const nickname = useCanned((state) => state.nickname);
  return useCallback(
    (text) => {
      const writer = { firstName: user?.firstName ?? "", lastName: user?.lastName ?? "", nickname, company };
      const labelOf = (name: CannedVariable): string => t(`canned.variables.${name.replace(".", "_")}`);
      return fillCanned(text, valuesOf(chat, writer), labelOf);
    },
    [t, chat, user, nickname, company],
  );
}
