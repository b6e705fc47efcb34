import { FOLLOW_UP_NOTE_MAX, followUpKinds } from "@patchbay/protocol";
import { IconAlertCircle, IconAlertTriangle, IconClock } from "@tabler/icons-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { deskLanguage } from "../../parts/language-name.js";
import { useNow } from "../../parts/time.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { localTime } from "../phone/number-words.js";
import { useNumber } from "../phone/use-number.js";
import { type FollowUpDraft, formOf, problemsOf } from "./draft.js";
import { closeDraft, discardDraft, typeDraft, useDraft } from "./drafts-store.js";
import { differs, dueText, instantOf, ownZone, shortcuts, shortcutTime } from "./due.js";
import { addFollowUp, changeFollowUp } from "./follow-ups-store.js";

/** What is to be done, when, by whom. What is typed survives the page until it is saved or discarded. */
export function FollowUpForm({
  place,
  takesFocus,
  isAlone = false,
  onSaved = () => {},
}: {
  readonly place: string;
  readonly takesFocus: boolean;
  /** Nothing beside it says whom it is about. */
  readonly isAlone?: boolean;
  readonly onSaved?: () => void;
}) {
  const draft = useDraft(place);
  return draft === undefined ? null : (
    <Form place={place} draft={draft} takesFocus={takesFocus} isAlone={isAlone} onSaved={onSaved} />
  );
}

function Form({
  place,
  draft,
  takesFocus,
  isAlone,
  onSaved,
}: {
  readonly place: string;
  readonly draft: FollowUpDraft;
  readonly takesFocus: boolean;
  readonly isAlone: boolean;
  readonly onSaved: () => void;
}) {
  const t = useWords();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { kind, numbers, number, note, assigneeId } = draft;
  const known = useNumber(kind === "call" ? number : "", "");
  const found = problemsOf(draft, useNow());
  const problems = tried ? found : { time: null, number: null };
  useEffect(() => {
    if (!takesFocus) return;
    first.current?.focus({ preventScroll: true });
    // All of it, where it fits: not only the field that has the focus.
    form.current?.scrollIntoView({ block: "nearest" });
  }, [takesFocus]);
  const type = (change: Parameters<typeof typeDraft>[1]): void => {
    setRefused(null);
    typeDraft(place, change);
  };

  const save = async (): Promise<void> => {
    if (busy) return;
    setTried(true);
    const wanted = formOf(draft);
    const { time, number } = problemsOf(draft, serverNow());
    if (wanted === null || time !== null || number !== null) return;
    setBusy(true);
    const answer =
      draft.version === null
        ? await addFollowUp(draft.followUpId, draft.interactionId, wanted)
        : await changeFollowUp(draft.followUpId, draft.version, wanted);
    setBusy(false);
    if (answer.ok) {
      closeDraft(place);
      onSaved();
      return;
    }
    // Saved once more, it takes the place of the newer one: the agent has seen that there is one.
    if (answer.code === "version_conflict" && answer.version !== null) {
      typeDraft(place, { version: answer.version });
      setRefused("followUps.form.conflict");
    } else setRefused(`errors.${answer.code}`);
  };

  const title = t(draft.version === null ? "followUps.form.titleNew" : "followUps.form.titleEdit", {
    name: draft.customer,
  });
  return (
    <form
      ref={form}
      className="fu-form"
      aria-label={title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        discardDraft(place);
      }}
    >
      {isAlone && <h3 className="fu-title">{title}</h3>}
      <fieldset className="segment fu-kinds">
        <legend className="vh">{t("followUps.form.kind")}</legend>
        {followUpKinds.map((one) => (
          <button
            key={one}
            type="button"
            className={kind === one ? "on" : ""}
            aria-pressed={kind === one}
            onClick={() => type({ kind: one })}
          >
            {t(`followUps.kinds.${one}`)}
          </button>
        ))}
      </fieldset>
      {kind === "call" && (
        <div className="field">
          <label htmlFor={`${id}-number`}>{t("followUps.form.number")}</label>
          <input
            id={`${id}-number`}
            className={`input md num${problems.number === null ? "" : " bad"}`}
            type="tel"
            autoComplete="off"
            list={numbers.length > 1 ? `${id}-numbers` : undefined}
            maxLength={100}
            value={number}
            aria-invalid={problems.number !== null}
            aria-describedby={problems.number === null ? undefined : `${id}-number-bad`}
            onChange={(event) => type({ number: event.target.value })}
          />
          {numbers.length > 1 && (
            <datalist id={`${id}-numbers`}>
              {numbers.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
          {problems.number !== null && (
            <p id={`${id}-number-bad`} className="hint bad">
              <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
              {t(`errors.${problems.number}`)}
            </p>
          )}
        </div>
      )}
      <fieldset className="fu-when">
        <legend>{t("followUps.form.when")}</legend>
        <div className="fu-date">
          <input
            ref={first}
            className={`input md num${problems.time === null ? "" : " bad"}`}
            type="date"
            aria-label={t("followUps.form.date")}
            value={draft.date}
            aria-invalid={problems.time !== null}
            aria-describedby={problems.time === null ? undefined : `${id}-time-bad`}
            onChange={(event) => type({ date: event.target.value })}
          />
          <input
            className={`input md num${problems.time === null ? "" : " bad"}`}
            type="time"
            aria-label={t("followUps.form.time")}
            value={draft.time}
            aria-invalid={problems.time !== null}
            aria-describedby={problems.time === null ? undefined : `${id}-time-bad`}
            onChange={(event) => type({ time: event.target.value })}
          />
        </div>
        <div className="fu-chips">
          {shortcuts.map((one) => (
            <button
              key={one}
              type="button"
              className="btn sm"
              onClick={() => type(shortcutTime(one, draft.timeZone, serverNow()))}
            >
              {t(`followUps.form.shortcuts.${one}`)}
            </button>
          ))}
        </div>
        <Zones
          value={draft.timeZone}
          customers={known?.timeZones ?? []}
          onChoose={(timeZone) => type({ timeZone })}
        />
        <OtherClock draft={draft} customers={known?.timeZones ?? []} />
        {problems.time !== null && (
          <p id={`${id}-time-bad`} className="hint bad">
            <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
            {t(problems.time === "noTime" ? "followUps.form.noTime" : `errors.${problems.time}`)}
          </p>
        )}
      </fieldset>
      <div className="field">
        <label htmlFor={`${id}-note`}>{t("followUps.form.note")}</label>
        <textarea
          id={`${id}-note`}
          className="area"
          rows={3}
          maxLength={FOLLOW_UP_NOTE_MAX}
          placeholder={t("followUps.form.notePlaceholder")}
          value={note}
          onChange={(event) => type({ note: event.target.value })}
        />
      </div>
      <Assignee value={assigneeId} onChoose={(next) => type({ assigneeId: next })} />
      {refused !== null && (
        <p className="hint bad" role="alert">
          <IconAlertCircle size={16} stroke={1.7} aria-hidden="true" />
          {t(refused)}
        </p>
      )}
      <div className="row tight">
        <button type="submit" className="btn primary" aria-disabled={busy}>
          {t(busy ? "followUps.form.saving" : "followUps.form.save")}
        </button>
        <button type="button" className="btn" onClick={() => discardDraft(place)}>
          {t("followUps.form.discard")}
        </button>
      </div>
    </form>
  );
}

/** The agent's own zone, the customer's, and every other one. */
function Zones({
  value,
  customers,
  onChoose,
}: {
  readonly value: string;
  readonly customers: readonly string[];
  readonly onChoose: (timeZone: string) => void;
}) {
  const t = useWords();
  const id = useId();
  const own = ownZone();
  const all = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  const near = [...new Set([own, ...customers])];
  const rest = [...new Set([value, ...all])].filter((zone) => !near.includes(zone)).sort();
  const label = (zone: string): string =>
    t(
      zone === own
        ? customers.includes(zone)
          ? "followUps.form.zoneBoth"
          : "followUps.form.zoneOwn"
        : "followUps.form.zoneCustomer",
      { zone: zoneText(zone) },
    );
  return (
    <div className="field">
      <label htmlFor={`${id}-zone`} className="vh">
        {t("followUps.form.zone")}
      </label>
      <select
        id={`${id}-zone`}
        className="input md fu-select"
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        {near.map((zone) => (
          <option key={zone} value={zone}>
            {label(zone)}
          </option>
        ))}
        <optgroup label={t("followUps.form.zoneOthers")}>
          {rest.map((zone) => (
            <option key={zone} value={zone}>
              {zoneText(zone)}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  );
}

const zoneText = (zone: string): string => zone.replaceAll("_", " ");

/** What clocks show then where the customer is, or where the agent is when the time is meant as the customer's. */
function OtherClock({
  draft,
  customers,
}: {
  readonly draft: FollowUpDraft;
  readonly customers: readonly string[];
}) {
  const t = useWords();
  const at = instantOf(draft.timeZone, draft);
  if (at === null) return null;
  const own = ownZone();
  const there = customers.length === 0 ? null : localTime(customers, at);
  const isElsewhere = customers.some((zone) => differs(zone, at, draft.timeZone));
  const [zone] = customers;
  const lines = [
    ...(differs(draft.timeZone, at)
      ? [t("followUps.form.forYou", { when: dueText(t, at, serverNow(), own) })]
      : []),
    ...(there !== null && isElsewhere && zone !== undefined
      ? [
          t("followUps.form.forCustomer", {
            when: customers.length === 1 ? dueText(t, at, serverNow(), zone) : there.text,
          }),
        ]
      : []),
  ];
  const isUnusual = there?.unusual === true;
  if (lines.length === 0 && !isUnusual) return null;
  const Icon = isUnusual ? IconAlertTriangle : IconClock;
  return (
    <p className={`small row tight fu-clock ${isUnusual ? "t-m m-due" : "soft"}`} role="status">
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      <span className="num">
        {[...lines, ...(isUnusual ? [t("followUps.form.unusual")] : [])].join(" · ")}
      </span>
    </p>
  );
}

/** Oneself first, then colleagues by name. */
function Assignee({
  value,
  onChoose,
}: {
  readonly value: string;
  readonly onChoose: (agentId: string) => void;
}) {
  const t = useWords();
  const id = useId();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const roster = useDesk((state) => state.data?.roster);
  const colleagues = useMemo(
    () =>
      [...(roster?.values() ?? [])]
        .filter(({ agentId }) => agentId !== me)
        .sort((a, b) => a.name.localeCompare(b.name, deskLanguage())),
    [roster, me],
  );
  const isKnown = value === me || colleagues.some(({ agentId }) => agentId === value);
  return (
    <div className="field">
      <label htmlFor={`${id}-for`}>{t("followUps.form.assignee")}</label>
      <select
        id={`${id}-for`}
        className="input md fu-select"
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        <option value={me}>{t("followUps.form.me")}</option>
        {!isKnown && <option value={value}>{t("followUps.form.gone")}</option>}
        {colleagues.map(({ agentId, name }) => (
          <option key={agentId} value={agentId}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
