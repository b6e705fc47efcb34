import type { AccountView, DeskOutput, Registration } from "@patchbay/protocol";
import { IconCopy, IconKey, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { deskLanguage } from "../../../../parts/language-name.js";
import { ask, toast, toastError } from "../../../../state/actions.js";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { CheckField, Field, SelectField, TextField } from "../../parts/Field.js";
import { Head } from "../../parts/Head.js";
import { Question } from "../../parts/Question.js";
import { changedText, whenText } from "../../parts/when.js";
import { goTo, tellUnsaved } from "../../place.js";
import { readAgain, useNetworkData } from "../network-data.js";
import { FormFrame } from "../parts/FormFrame.js";
import { StateChip } from "../parts/StateChip.js";
import { problemIn } from "../read-problems.js";
import { useNetworkForm } from "../use-network-form.js";
import { accountOf, draftOfAccount, makePassword, newPhone, problemsOfPhone } from "./phone-draft.js";
import { phoneWords } from "./phone-words.js";

const toList = (): void => goTo({ section: "deskPhones", item: null });

/** One desk phone's account: a new one, or one that is there. */
export function PhoneForm({
  view,
  registration,
  registrar,
}: {
  readonly view: AccountView | null;
  readonly registration: Registration | undefined;
  readonly registrar: DeskOutput<"network">["registrar"];
}) {
  const t = useWords();
  const roster = useDesk((state) => state.data?.roster);
  const lines = useDesk((state) => state.data?.voice.lines);
  const [removing, setRemoving] = useState(false);
  const form = useNetworkForm(
    view === null ? newPhone() : draftOfAccount(view.user, view.account),
    view?.user ?? t("network.phones.new"),
    (draft) => problemsOfPhone(draft, view === null),
    (draft, revision) =>
      ask("saveAccount", {
        revision,
        user: draft.user.trim(),
        isNew: view === null,
        account: accountOf(draft),
        ...(draft.password === "" ? {} : { password: draft.password }),
      }),
  );
  const { draft, change, problems } = form;
  const errorOf = (field: string): string | undefined => {
    const path = problemIn(problems, field);
    return path === undefined ? undefined : t(path);
  };
  const remove = async (): Promise<void> => {
    setRemoving(false);
    if (view === null) return;
    const revision = useNetworkData.getState().setup?.revision ?? 0;
    const answer = await ask("removeAccount", { revision, user: view.user });
    if (!answer.ok) {
      toastError(answer.error);
      await readAgain();
      return;
    }
    tellUnsaved(null);
    toast(t("network.phones.removed", { user: view.user }));
    await readAgain();
    toList();
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(draft.password);
      toast(t("network.phones.copied"));
    } catch {
      toast(t("network.phones.notCopied"), { tone: "error" });
    }
  };
  const people = [...(roster?.values() ?? [])]
    .filter(({ roles }) => roles.includes("agent") || roles.includes("supervisor"))
    .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()));
  return (
    <>
      <Head section="deskPhones" item={view?.user ?? t("network.phones.new")}>
        {view !== null && (
          <button type="button" className="btn danger-quiet" onClick={() => setRemoving(true)}>
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
            {t("network.phones.remove")}
          </button>
        )}
      </Head>
      <FormFrame
        form={form}
        newest={view === null ? null : draftOfAccount(view.user, view.account)}
        saved={t("network.phones.saved", { user: draft.user.trim() })}
        onSaved={() => void readAgain().then(toList)}
        applies={t("network.phones.applies")}
        back={toList}
        side={
          <>
            {view !== null && <PhoneNow view={view} registration={registration} />}
            <section className="setup-side-part">
              <h2>{t("network.phones.type")}</h2>
              <dl className="network-facts below">
                <dt>{t("network.phones.server")}</dt>
                <dd className="num">{location.hostname}</dd>
                <dt>{t("network.phones.ports")}</dt>
                <dd className="num">{t("network.phones.portsAre", registrar)}</dd>
                <dt>{t("network.phones.userName")}</dt>
                <dd className="num">{draft.user.trim() || t("network.phones.asHere")}</dd>
                <dt>{t("network.phones.realm")}</dt>
                <dd className="num">{registrar.realm}</dd>
              </dl>
            </section>
          </>
        }
      >
        <fieldset className="setup-section">
          <legend>{t("network.phones.whose")}</legend>
          <div className="setup-grid">
            <SelectField
              label={t("network.phones.agent")}
              hint={t("network.phones.agentHint")}
              error={errorOf("agentId")}
              value={draft.agentId}
              onChange={(agentId) => {
                const extension = roster?.get(agentId)?.extension ?? null;
                change(
                  draft.user === "" && view === null && extension !== null
                    ? { agentId, user: extension }
                    : { agentId },
                );
              }}
            >
              <option value="">{t("setup.choose")}</option>
              {people.map(({ agentId, name, extension }) => (
                <option key={agentId} value={agentId}>
                  {extension === null ? name : `${name} (${extension})`}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={t("network.phones.line")}
              hint={t("network.phones.lineHint")}
              value={draft.entryId}
              onChange={(entryId) => change({ entryId })}
            >
              <option value="">{t("network.phones.noLine")}</option>
              {(lines ?? []).map(({ entryId, name, address }) => (
                <option key={entryId} value={entryId}>
                  {name} ({address})
                </option>
              ))}
            </SelectField>
            <TextField
              label={t("network.phones.note")}
              hint={t("network.phones.noteHint")}
              error={errorOf("note")}
              value={draft.note}
              max={200}
              onChange={(note) => change({ note })}
            />
            <CheckField
              label={t("network.phones.enabled")}
              hint={t("network.phones.enabledHint")}
              checked={draft.enabled}
              onChange={(enabled) => change({ enabled })}
            />
          </div>
        </fieldset>
        <fieldset className="setup-section">
          <legend>{t("network.phones.login")}</legend>
          <div className="setup-grid">
            {view === null ? (
              <TextField
                label={t("network.phones.user")}
                hint={t("network.phones.userHint")}
                error={errorOf("user")}
                value={draft.user}
                max={40}
                onChange={(user) => change({ user })}
              />
            ) : (
              <p className="hint">{t("network.phones.userFixed", { user: view.user })}</p>
            )}
            <Field
              label={t("network.phones.password")}
              hint={t(view === null ? "network.phones.passwordHint" : "network.phones.passwordThere")}
              error={errorOf("password")}
            >
              {(aria) => (
                <div className="network-password">
                  <input
                    {...aria}
                    className={`input md num${errorOf("password") === undefined ? "" : " bad"}`}
                    value={draft.password}
                    maxLength={128}
                    autoComplete="off"
                    spellCheck={false}
                    placeholder={view === null ? "" : "••••••••"}
                    onChange={(event) => change({ password: event.target.value })}
                  />
                  <button type="button" className="btn" onClick={() => change({ password: makePassword() })}>
                    <IconKey size={16} stroke={1.7} aria-hidden="true" />
                    {t("network.phones.make")}
                  </button>
                  {draft.password !== "" && (
                    <button
                      type="button"
                      className="btn icon"
                      aria-label={t("network.phones.copy")}
                      title={t("network.phones.copy")}
                      onClick={() => void copy()}
                    >
                      <IconCopy size={16} stroke={1.7} aria-hidden="true" />
                    </button>
                  )}
                </div>
              )}
            </Field>
          </div>
        </fieldset>
      </FormFrame>
      {removing && view !== null && (
        <Question
          title={t("network.phones.removeTitle", { user: view.user })}
          onClose={() => setRemoving(false)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(false) },
            { label: t("network.phones.remove"), look: "stop", run: () => void remove() },
          ]}
        >
          <p>{t("network.phones.removeBody")}</p>
        </Question>
      )}
    </>
  );
}

function PhoneNow({
  view,
  registration,
}: {
  readonly view: AccountView;
  readonly registration: Registration | undefined;
}) {
  const t = useWords();
  const { tone, state } = phoneWords(view.account, registration);
  return (
    <section className="setup-side-part" aria-live="polite">
      <h2>{t("network.state.now")}</h2>
      <StateChip tone={tone}>{state}</StateChip>
      {registration !== undefined && (
        <ul className="network-contacts">
          {registration.contacts.map(({ address, transport, userAgent, until }) => (
            <li key={address}>
              <span className="num">{address}</span>{" "}
              <span className="mute small">{transport.toUpperCase()}</span>
              {userAgent !== null && <span className="small mute">{userAgent}</span>}
              <span className="small mute">{t("network.state.until", { when: whenText(until) })}</span>
            </li>
          ))}
        </ul>
      )}
      <h2>{t("setup.lastChanged")}</h2>
      <p className="small">{changedText(view)}</p>
    </section>
  );
}
