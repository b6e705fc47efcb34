import "../network.css";
import type { DialPlan } from "@patchbay/protocol";
import { ask } from "../../../../state/actions.js";
import { useWords } from "../../../../words/words.js";
import { Failed } from "../../parts/Failed.js";
import { Head } from "../../parts/Head.js";
import { readNetwork, useNetwork } from "../network-data.js";
import { FormFrame } from "../parts/FormFrame.js";
import { useNetworkForm } from "../use-network-form.js";
import { ClassRows } from "./ClassRows.js";
import { CountryField } from "./CountryField.js";
import { draftOfPlan, planOf, problemsOfPlan } from "./plan-draft.js";
import { RestrictionCards } from "./RestrictionCards.js";
import { RuleRows } from "./RuleRows.js";
import { TryNumber } from "./TryNumber.js";

export function DialPlanSection(_: { readonly item: string | null }) {
  const { setup, failed } = useNetwork();
  if (setup === null)
    return failed === null ? null : <Failed code={failed} onAgain={() => void readNetwork()} />;
  return <PlanForm plan={setup.plan} />;
}

/** Rules, classes and restrictions, saved as a whole; beside them, what becomes of a number. */
function PlanForm({ plan }: { readonly plan: DialPlan }) {
  const t = useWords();
  const form = useNetworkForm(
    draftOfPlan(plan),
    t("setup.sections.dialPlan.name"),
    problemsOfPlan,
    (draft, revision) =>
      // Checked by the same schema before it is sent.
      ask("saveDialPlan", { revision, plan: planOf(draft) as DialPlan }),
  );
  return (
    <>
      <Head section="dialPlan" />
      <FormFrame
        form={form}
        newest={draftOfPlan(plan)}
        saved={t("network.plan.saved")}
        onSaved={() => void readNetwork()}
        applies={t("network.plan.applies")}
        side={<TryNumber unsaved={form.dirty} />}
      >
        <CountryField form={form} />
        <RuleRows form={form} />
        <ClassRows form={form} />
        <RestrictionCards form={form} />
      </FormFrame>
    </>
  );
}
