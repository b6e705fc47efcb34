import type { TriedNumber } from "@patchbay/protocol";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { deskLanguage } from "../../../../parts/language-name.js";
import { ask } from "../../../../state/actions.js";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { SelectField, TextField } from "../../parts/Field.js";
import { whenText } from "../../parts/when.js";

/** What would become of a number: which rule and class, who may call it, by which trunk, and what is sent. Nothing is called. */
export function TryNumber({ unsaved }: { readonly unsaved: boolean }) {
  const t = useWords();
  const roster = useDesk((state) => state.data?.roster);
  const lines = useDesk((state) => state.data?.voice.lines) ?? [];
  const [number, setNumber] = useState("");
  const [entryId, setEntryId] = useState(lines[0]?.entryId ?? "");
  const [agentId, setAgentId] = useState("");
  const [tried, setTried] = useState<TriedNumber | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const people = [...(roster?.values() ?? [])]
    .filter(({ roles }) => roles.includes("agent"))
    .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()));
  const tryIt = async (): Promise<void> => {
    const answer = await ask("tryNumber", {
      number,
      entryId: entryId === "" ? null : entryId,
      agentId: agentId === "" ? null : agentId,
    });
    setTried(answer.ok ? answer.output : null);
    setFailed(answer.ok ? null : answer.error.code);
  };
  const onKey = (event: { readonly key: string; preventDefault: () => void }): void => {
    if (event.key !== "Enter") return;
    // It stands inside the form of the plan, which Enter would save.
    event.preventDefault();
    void tryIt();
  };
  const forget = (run: () => void): void => {
    run();
    setTried(null);
  };
  return (
    <section className="setup-side-part network-try">
      <h2>{t("network.try.title")}</h2>
      <p className="small mute">{t(unsaved ? "network.try.saved" : "network.try.nothingCalled")}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter in one of its fields tries, and does not save the plan */}
      <div className="network-stack" onKeyDown={onKey}>
        <TextField
          label={t("network.try.number")}
          value={number}
          max={100}
          inputMode="tel"
          onChange={(value) => forget(() => setNumber(value))}
        />
        <SelectField
          label={t("network.try.agent")}
          value={agentId}
          onChange={(value) => forget(() => setAgentId(value))}
        >
          <option value="">{t("network.try.me")}</option>
          {people.map(({ agentId: id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={t("network.try.line")}
          value={entryId}
          onChange={(value) => forget(() => setEntryId(value))}
        >
          <option value="">{t("network.try.noLine")}</option>
          {lines.map(({ entryId: id, name, address }) => (
            <option key={id} value={id}>
              {name} ({address})
            </option>
          ))}
        </SelectField>
        <button
          type="button"
          className="btn"
          onClick={(event: FormEvent) => {
            event.preventDefault();
            void tryIt();
          }}
        >
          {t("network.try.run")}
        </button>
      </div>
      <div aria-live="polite">
        {failed !== null && <p className="hint bad">{t(`errors.${failed}`)}</p>}
        {tried !== null && <Tried tried={tried} />}
      </div>
    </section>
  );
}

function Tried({ tried }: { readonly tried: TriedNumber }) {
  const t = useWords();
  const { refused, number, rule, numberClass, restriction, doNotCall, line, routes } = tried;
  const Icon = refused === null ? IconCircleCheck : IconCircleX;
  const inside = refused === null && numberClass?.kind === "internal";
  return (
    <div className="network-tried">
      <p className={`row tight t-m ${refused === null ? "m-ready" : "m-danger"}`}>
        <Icon size={16} stroke={1.7} aria-hidden="true" />
        <b className="strong">
          {refused === null
            ? t(inside ? "network.try.inside" : "network.try.out")
            : t(`errors.${refused}`, { restriction: restriction ?? "" })}
        </b>
      </p>
      <dl className="network-facts">
        {number !== null && (
          <>
            <dt>{t("network.try.becomes")}</dt>
            <dd className="num">{number}</dd>
          </>
        )}
        <dt>{t("network.try.rule")}</dt>
        <dd>{rule ?? t("network.try.none")}</dd>
        <dt>{t("network.try.class")}</dt>
        <dd>{numberClass?.name ?? t("network.try.none")}</dd>
        {restriction !== null && (
          <>
            <dt>{t("network.try.restriction")}</dt>
            <dd>{restriction}</dd>
          </>
        )}
        {doNotCall !== null && (
          <>
            <dt>{t("network.try.doNotCall")}</dt>
            <dd>
              {[doNotCall.reason, doNotCall.addedBy, whenText(doNotCall.since)]
                .filter((part) => part !== "")
                .join(", ")}
            </dd>
          </>
        )}
        {line !== null && !inside && (
          <>
            <dt>{t("network.try.by")}</dt>
            <dd>
              {line.name} <span className="num mute">({line.callerId})</span>
            </dd>
          </>
        )}
      </dl>
      {routes.length > 0 && (
        <ol className="network-routes">
          {routes.map(({ trunkId, name, to, from, down }) => (
            <li key={trunkId}>
              <b className="strong">{name}</b>
              {down && <span className="chip m-danger">{t("network.state.failed")}</span>}
              <span className="small mute num">{t("network.try.sends", { to, from })}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
