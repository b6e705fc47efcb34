import { type CountryFacts, planOfCountry } from "@patchbay/protocol";
import { useMemo } from "react";
import { deskLanguage } from "../../../../parts/language-name.js";
import { useWords } from "../../../../words/words.js";
import { SelectField } from "../../parts/Field.js";
import { useNetworkData } from "../network-data.js";
import { problemIn } from "../read-problems.js";
import type { NetworkForm } from "../use-network-form.js";
import { dialledAs, type PlanDraft } from "./plan-draft.js";

const NONE: readonly CountryFacts[] = [];

/** Where numbers without a country code are at home, and the leading digits and classes that go with it. */
export function CountryField({
  form: { draft, change, problems },
}: {
  readonly form: NetworkForm<PlanDraft>;
}) {
  const t = useWords();
  const countries = useNetworkData((state) => state.setup?.countries) ?? NONE;
  const named = useMemo(() => {
    const names = new Intl.DisplayNames([deskLanguage()], { type: "region" });
    return countries
      .map((one) => ({ ...one, name: names.of(one.country) ?? one.country }))
      .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()));
  }, [countries]);
  const facts = named.find(({ country }) => country === draft.country);
  const problem = problemIn(problems, "country");
  const none = t("network.plan.noPrefix");
  return (
    <fieldset className="setup-section">
      <legend>{t("network.plan.country")}</legend>
      <div className="setup-grid">
        <SelectField
          label={t("network.plan.countryLabel")}
          hint={
            facts &&
            t("network.plan.countryFacts", {
              code: facts.callingCode,
              national: facts.nationalPrefix ?? none,
              international: facts.internationalPrefix ?? none,
            })
          }
          error={problem === undefined ? undefined : t(problem)}
          value={draft.country}
          onChange={(country) => change({ country })}
        >
          {named.map(({ country, name, callingCode }) => (
            <option key={country} value={country}>
              {t("network.plan.countryOption", { name, code: callingCode })}
            </option>
          ))}
        </SelectField>
        {facts !== undefined && (
          <div className="network-stack network-country">
            <button
              type="button"
              className="btn"
              onClick={() => change(dialledAs(draft, (plan) => planOfCountry(facts, plan)))}
            >
              {t("network.plan.takeRules", { name: facts.name })}
            </button>
            <p className="hint">{t("network.plan.takeRulesHint")}</p>
          </div>
        )}
      </div>
    </fieldset>
  );
}
