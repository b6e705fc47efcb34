import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { readLists, useLists } from "../setup-data.js";
import { RuleForm } from "./RuleForm.js";
import { RuleList } from "./RuleList.js";

/** When the calls of each service are recorded, how long recordings are kept, and who may hear them. */
export function RecordingSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { rules, failed } = useLists("rules");
  if (rules === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readLists("rules")} />;
  if (item === null) return <RuleList rules={rules} />;
  const rule = rules.find(({ serviceId }) => serviceId === item);
  if (rule === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
  return <RuleForm rule={rule} />;
}
