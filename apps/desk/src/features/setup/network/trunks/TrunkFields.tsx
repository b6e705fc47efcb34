import type { PrefixRule } from "@patchbay/protocol";
import { useWords } from "../../../../words/words.js";
import { CheckField, Field, SelectField, TextField } from "../../parts/Field.js";
import { AreaField } from "../parts/AreaField.js";
import { PrefixRules } from "../parts/PrefixRules.js";
import { problemIn } from "../read-problems.js";
import type { NetworkForm } from "../use-network-form.js";
import { SoundFields } from "./SoundFields.js";
import { type TrunkDraft, transportChanged } from "./trunk-draft.js";

/** Everything that can be said of a trunk. That of the settings has its address from there. */
export function TrunkFields({
  form,
  ofSettings,
  hasPassword,
}: {
  readonly form: NetworkForm<TrunkDraft>;
  readonly ofSettings: boolean;
  readonly hasPassword: boolean;
}) {
  const t = useWords();
  const { draft, change, problems } = form;
  const errorOf = (field: string): string | undefined => {
    const path = problemIn(problems, field);
    return path === undefined ? undefined : t(path);
  };
  const registers = draft.mode === "register" && !ofSettings;
  const rules = (field: "calledOut" | "calledIn" | "callerIn") => ({
    rules: draft[field],
    errorAt: (at: number) => errorOf(`${field}.${at}`),
    onChange: (next: PrefixRule[]) => change({ [field]: next }),
  });
  return (
    <>
      <fieldset className="setup-section">
        <legend>{t("network.trunks.what")}</legend>
        <div className="setup-grid">
          <TextField
            label={t("setup.name")}
            error={errorOf("name")}
            value={draft.name}
            max={80}
            onChange={(name) => change({ name })}
          />
          <CheckField
            label={t("network.trunks.enabled")}
            hint={t("network.trunks.enabledHint")}
            checked={draft.enabled}
            onChange={(enabled) => change({ enabled })}
          />
        </div>
      </fieldset>
      <fieldset className="setup-section">
        <legend>{t("network.trunks.where")}</legend>
        {ofSettings ? (
          <p className="hint">{t("network.trunks.ofSettings", { host: draft.host, port: draft.port })}</p>
        ) : (
          <div className="setup-grid three">
            <SelectField
              label={t("network.trunks.mode")}
              hint={t(`network.trunks.modeHint.${draft.mode}`)}
              value={draft.mode}
              onChange={(mode) => change({ mode: mode === "address" ? "address" : "register" })}
            >
              <option value="register">{t("network.trunks.modes.register")}</option>
              <option value="address">{t("network.trunks.modes.address")}</option>
            </SelectField>
            <TextField
              label={t("network.trunks.host")}
              error={errorOf("host")}
              value={draft.host}
              max={255}
              onChange={(host) => change({ host })}
            />
            <div className="network-pair">
              <TextField
                label={t("network.trunks.port")}
                error={errorOf("port")}
                value={draft.port}
                max={5}
                hint={t("network.trunks.portHint")}
                onChange={(port) => change({ port })}
              />
              <SelectField
                label={t("network.trunks.transport")}
                value={draft.transport}
                onChange={(transport) =>
                  change(
                    transportChanged(
                      draft,
                      transport === "tls" ? "tls" : transport === "tcp" ? "tcp" : "udp",
                    ),
                  )
                }
              >
                <option value="udp">UDP</option>
                <option value="tcp">TCP</option>
                <option value="tls">TLS</option>
              </SelectField>
            </div>
          </div>
        )}
      </fieldset>
      <fieldset className="setup-section">
        <legend>{t("network.trunks.who")}</legend>
        <div className="setup-grid three">
          <TextField
            label={t("network.trunks.user")}
            hint={t(registers ? "network.trunks.userHint" : "network.trunks.userOptional")}
            error={errorOf("user")}
            value={draft.user}
            max={80}
            onChange={(user) => change({ user })}
          />
          <Field
            label={t("network.trunks.password")}
            hint={t(hasPassword ? "network.trunks.passwordThere" : "network.trunks.passwordHint")}
            error={errorOf("password")}
          >
            {(aria) => (
              <input
                {...aria}
                type="password"
                className={`input md${errorOf("password") === undefined ? "" : " bad"}`}
                value={draft.password}
                maxLength={200}
                autoComplete="new-password"
                placeholder={hasPassword && !draft.removePassword ? "••••••••" : ""}
                onChange={(event) => change({ password: event.target.value, removePassword: false })}
              />
            )}
          </Field>
          <TextField
            label={t("network.trunks.realm")}
            hint={t("network.trunks.realmHint")}
            error={errorOf("realm")}
            value={draft.realm}
            max={200}
            onChange={(realm) => change({ realm })}
          />
          {hasPassword && draft.password === "" && (
            <CheckField
              label={t("network.trunks.removePassword")}
              checked={draft.removePassword}
              onChange={(removePassword) => change({ removePassword })}
            />
          )}
        </div>
      </fieldset>
      <fieldset className="setup-section">
        <legend>{t("network.trunks.which")}</legend>
        <div className="setup-grid three">
          <AreaField
            label={t("network.trunks.takes")}
            hint={t("network.patternHint")}
            error={errorOf("takes")}
            value={draft.takes}
            onChange={(takes) => change({ takes })}
          />
          <TextField
            label={t("network.trunks.priority")}
            hint={t("network.trunks.priorityHint")}
            error={errorOf("priority")}
            value={draft.priority}
            max={4}
            onChange={(priority) => change({ priority })}
          />
          <TextField
            label={t("network.trunks.callsMax")}
            hint={t("network.trunks.callsMaxHint")}
            error={errorOf("callsMax")}
            value={draft.callsMax}
            max={5}
            onChange={(callsMax) => change({ callsMax })}
          />
        </div>
      </fieldset>
      <fieldset className="setup-section">
        <legend>{t("network.trunks.numbers")}</legend>
        <div className="setup-grid">
          <PrefixRules
            legend={t("network.trunks.calledOut")}
            hint={t("network.trunks.calledOutHint")}
            {...rules("calledOut")}
          />
          <div className="network-stack">
            <SelectField
              label={t("network.trunks.callerId")}
              hint={t("network.trunks.callerIdHint")}
              value={draft.callerId}
              onChange={(kind) => change({ callerId: kind === "fixed" ? "fixed" : "own" })}
            >
              <option value="own">{t("network.trunks.callerIds.own")}</option>
              <option value="fixed">{t("network.trunks.callerIds.fixed")}</option>
            </SelectField>
            {draft.callerId === "fixed" && (
              <TextField
                label={t("network.trunks.callerNumber")}
                error={errorOf("callerId")}
                value={draft.callerNumber}
                max={41}
                inputMode="tel"
                onChange={(callerNumber) => change({ callerNumber })}
              />
            )}
          </div>
          <PrefixRules
            legend={t("network.trunks.calledIn")}
            hint={t("network.trunks.calledInHint")}
            {...rules("calledIn")}
          />
          <PrefixRules
            legend={t("network.trunks.callerIn")}
            hint={t("network.trunks.callerInHint")}
            {...rules("callerIn")}
          />
        </div>
      </fieldset>
      <SoundFields form={form} />
      <fieldset className="setup-section">
        <legend>{t("network.trunks.further")}</legend>
        <div className="setup-grid">
          <AreaField
            label={t("network.trunks.sources")}
            hint={t("network.trunks.sourcesHint")}
            error={errorOf("sources")}
            value={draft.sources}
            onChange={(sources) => change({ sources })}
          />
          <CheckField
            label={t("network.trunks.ping")}
            hint={t("network.trunks.pingHint")}
            checked={draft.ping}
            onChange={(ping) => change({ ping })}
          />
        </div>
      </fieldset>
    </>
  );
}
