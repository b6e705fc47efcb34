import { API_KEY_ADDRESSES_MAX, type ApiScope, apiKeyAddressSchema, apiScopes } from "@patchbay/protocol";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { AreaField } from "../network/parts/AreaField.js";
import { listOf } from "../network/read-problems.js";
import { CheckField, SelectField, TextField } from "../parts/Field.js";
import { FormFrame } from "../parts/FormFrame.js";
import { useSetupForm } from "../parts/use-form.js";
import { goTo } from "../place.js";
import { readLists } from "../setup-data.js";
import { tellMadeKey } from "./made-key.js";

const DAYS = ["30", "90", "365"] as const;
const DAY_MS = 86_400_000;

interface Draft {
  readonly name: string;
  readonly purpose: string;
  readonly scopes: readonly ApiScope[];
  /** Days; `never`: until it is revoked. */
  readonly lasts: (typeof DAYS)[number] | "never";
  /** As typed. */
  readonly addresses: string;
}
const nothingYet: Draft = { name: "", purpose: "", scopes: [], lasts: "365", addresses: "" };

/** A new key: what it is for, what it opens, how long and from where. */
export function ApiKeyForm({ others }: { readonly others: readonly string[] }) {
  const t = useWords();
  const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
  const form = useSetupForm<Draft, "makeApiKey">({
    stored: nothingYet,
    isNew: true,
    name: ({ name }) => name || t("apiKeys.new"),
    problemsOf: ({ name, scopes, addresses }) => {
      const list = listOf(addresses);
      return {
        ...(name.trim() === "" ? { name: t("serviceSetup.problem.name") } : {}),
        ...(others.some((one) => same(one, name)) ? { name: t("errors.name_taken") } : {}),
        ...(scopes.length === 0 ? { scopes: t("apiKeys.problem.scopes") } : {}),
        ...(list.some((one) => !apiKeyAddressSchema.safeParse(one).success)
          ? { addresses: t("apiKeys.problem.addresses") }
          : {}),
        ...(list.length > API_KEY_ADDRESSES_MAX ? { addresses: t("apiKeys.problem.many") } : {}),
      };
    },
    save: ({ name, purpose, scopes, lasts, addresses }) => {
      const now = Date.now() + (useDesk.getState().data?.clockOffset ?? 0);
      return ask("makeApiKey", {
        form: {
          name: name.trim(),
          purpose: purpose.trim(),
          scopes: [...scopes],
          expiresAt: lasts === "never" ? null : now + Number(lasts) * DAY_MS,
          addresses: listOf(addresses),
        },
      });
    },
    fieldOf: ({ code, facts }) =>
      code === "name_taken"
        ? { field: "name", text: t("errors.name_taken") }
        : facts["path"] === "form.addresses"
          ? { field: "addresses", text: t("apiKeys.problem.addresses") }
          : null,
    onSaved: ({ key }, { name }) => {
      tellMadeKey({ name: name.trim(), key });
      void readLists("keys");
      goTo({ section: "apiKeys", item: null });
      return t("apiKeys.saved", { name: name.trim() });
    },
    onConflict: () => void readLists("keys"),
  });
  const { draft, change } = form;
  const wrongScopes = form.errorOf("scopes");
  return (
    <FormFrame
      section="apiKeys"
      item={t("apiKeys.new")}
      form={form}
      applies={t("apiKeys.applies")}
      newest={null}
      side={
        <section className="setup-side-part">
          <h2>{t("apiKeys.how")}</h2>
          <p className="small">{t("apiKeys.howBody")}</p>
          <pre className="api-key-curl">{`curl -H "Authorization: Bearer pbk_…" ${window.location.origin}/api/v1/key`}</pre>
          <p className="small">
            <a className="link" href="/docs/reporting/" target="_blank" rel="noreferrer">
              {t("apiKeys.docs")}
            </a>
          </p>
        </section>
      }
    >
      <fieldset className="setup-section spaced">
        <legend>{t("apiKeys.what")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            hint={t("apiKeys.nameHint")}
            error={form.errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
          <TextField
            label={t("apiKeys.purpose")}
            hint={t("apiKeys.purposeHint")}
            value={draft.purpose}
            max={300}
            onChange={(purpose) => change({ purpose })}
          />
        </div>
      </fieldset>
      <fieldset className="setup-section spaced">
        <legend>{t("apiKeys.opens")}</legend>
        {apiScopes.map((scope) => (
          <CheckField
            key={scope}
            label={t(`apiKeys.scope.${scope}.name`)}
            hint={t(`apiKeys.scope.${scope}.what`)}
            checked={draft.scopes.includes(scope)}
            onChange={(has) =>
              change({
                scopes: apiScopes.filter((one) => (one === scope ? has : draft.scopes.includes(one))),
              })
            }
          />
        ))}
        {wrongScopes !== undefined && (
          <p className="hint bad" role="alert">
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
            {wrongScopes}
          </p>
        )}
      </fieldset>
      <fieldset className="setup-section spaced">
        <legend>{t("apiKeys.limits")}</legend>
        <div className="setup-grid">
          <SelectField
            label={t("apiKeys.lasts")}
            hint={t(draft.lasts === "never" ? "apiKeys.lastsNever" : "apiKeys.lastsHint")}
            value={draft.lasts}
            onChange={(value) => change({ lasts: DAYS.find((one) => one === value) ?? "never" })}
          >
            {DAYS.map((days) => (
              <option key={days} value={days}>
                {t("setup.recording.days", { count: Number(days) })}
              </option>
            ))}
            <option value="never">{t("apiKeys.noExpiry")}</option>
          </SelectField>
          <AreaField
            label={t("apiKeys.addresses")}
            hint={t("apiKeys.addressesHint")}
            error={form.errorOf("addresses")}
            value={draft.addresses}
            onChange={(addresses) => change({ addresses })}
          />
        </div>
      </fieldset>
    </FormFrame>
  );
}
