import type { CannedView } from "@patchbay/protocol";
import { IconUser } from "@tabler/icons-react";
import { useWords } from "../../words/words.js";

/** One response in a list to choose from: keyword, title, first words. @param text as it would be filled in */
export function CannedRow({ response, text }: { readonly response: CannedView; readonly text: string }) {
  const t = useWords();
  const { title, keyword, language, shared } = response;
  return (
    <>
      <span className="canned-keyword num clip">{keyword === "" ? "" : `/${keyword}`}</span>
      <b className="clip">{title}</b>
      <span className="clip mute">{text.replaceAll(/\s+/g, " ").slice(0, 160)}</span>
      <span className="canned-marks">
        {!shared && (
          <span title={t("canned.own")}>
            <IconUser size={14} stroke={1.7} role="img" aria-label={t("canned.own")} />
          </span>
        )}
        {language !== null && <span className="canned-language">{language}</span>}
      </span>
    </>
  );
}
