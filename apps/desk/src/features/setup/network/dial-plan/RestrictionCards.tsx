import type { DeskOutput, Restriction } from "@patchbay/protocol";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useDesk } from "../../../../state/store.js";
import { useWords } from "../../../../words/words.js";
import { CheckField, TextField } from "../../parts/Field.js";
import { keepFocus } from "../../parts/keep-focus.js";
import { useNetworkData } from "../network-data.js";
import { AreaField } from "../parts/AreaField.js";
import { problemIn } from "../read-problems.js";
import type { NetworkForm } from "../use-network-form.js";
import { newRestriction, type PlanDraft, type RestrictionDraft } from "./plan-draft.js";

type Scope = Restriction["appliesTo"];
type Teams = DeskOutput<"network">["teams"];
const NO_TEAMS: Teams = [];

const keyOf = (scope: Scope): string =>
  scope.kind === "everybody"
    ? "everybody"
    : scope.kind === "team"
      ? `team ${scope.teamId}`
      : `service ${scope.serviceId}`;

/** Who may not call what: for everybody, for a team in its place, for a service besides. */
export function RestrictionCards({
  form: { draft, change, problems },
}: {
  readonly form: NetworkForm<PlanDraft>;
}) {
  const t = useWords();
  const services = useDesk((state) => state.data?.services);
  const teams = useNetworkData((state) => state.setup?.teams) ?? NO_TEAMS;
  const { restrictions, classes } = draft;
  const put = (at: number, next: Partial<RestrictionDraft>): void =>
    change({ restrictions: restrictions.map((one, place) => (place === at ? { ...one, ...next } : one)) });
  const errorOf = (field: string): string | undefined => {
    const path = problemIn(problems, field);
    return path === undefined ? undefined : t(path);
  };
  const nameOf = (scope: Scope): string => {
    switch (scope.kind) {
      case "everybody":
        return t("network.plan.everybody");
      case "team":
        return t("network.plan.team", {
          name: teams.find(({ teamId }) => teamId === scope.teamId)?.name ?? scope.teamId,
        });
      case "service":
        return t("network.plan.service", {
          name: services?.get(scope.serviceId)?.name ?? scope.serviceId,
        });
    }
  };
  /** Under the heading of its kind. A team with how many are in it. */
  const plainNameOf = (scope: Scope): string => {
    if (scope.kind === "service") return services?.get(scope.serviceId)?.name ?? scope.serviceId;
    if (scope.kind === "everybody") return nameOf(scope);
    const team = teams.find(({ teamId }) => teamId === scope.teamId);
    return t("network.plan.teamOf", { name: team?.name ?? scope.teamId, count: team?.members.length ?? 0 });
  };
  const membersOf = (scope: Scope): string => {
    if (scope.kind !== "team") return "";
    const members = teams.find(({ teamId }) => teamId === scope.teamId)?.members ?? [];
    return members.length === 0 ? t("network.plan.nobody") : members.join(", ");
  };
  const there = new Set(restrictions.map(({ appliesTo }) => keyOf(appliesTo)));
  const choices: Scope[] = [
    { kind: "everybody" } as const,
    ...teams.map(({ teamId }) => ({ kind: "team", teamId }) as const),
    ...[...(services?.keys() ?? [])].map((serviceId) => ({ kind: "service", serviceId }) as const),
  ].filter((scope) => !there.has(keyOf(scope)));
  const blockable = classes.filter(({ kind }) => kind !== "emergency" && kind !== "internal");
  return (
    <fieldset className="setup-section">
      <legend>{t("network.plan.restrictions")}</legend>
      <p className="hint network-lead">{t("network.plan.restrictionsHint")}</p>
      <ul className="network-rows">
        {restrictions.map((one, at) => (
          <li key={one.restrictionId} className="network-card">
            <div className="network-card-head">
              <span className="grow">
                <b className="strong">{nameOf(one.appliesTo)}</b>
                <span className="small mute network-members">{membersOf(one.appliesTo)}</span>
              </span>
              <button
                type="button"
                className="btn icon quiet sm"
                aria-label={t("network.row.remove", { name: nameOf(one.appliesTo) })}
                title={t("network.row.remove", { name: nameOf(one.appliesTo) })}
                onClick={(event) => {
                  keepFocus(event.currentTarget);
                  change({ restrictions: restrictions.filter((_, place) => place !== at) });
                }}
              >
                <IconX size={16} stroke={1.7} aria-hidden="true" />
              </button>
            </div>
            <div className="setup-grid">
              <TextField
                label={t("network.plan.restrictionName")}
                hint={t("network.plan.restrictionNameHint")}
                error={errorOf(`restrictions.${at}.name`)}
                value={one.name}
                max={80}
                onChange={(name) => put(at, { name })}
              />
              <fieldset className="field">
                <legend>{t("network.plan.blockedClasses")}</legend>
                <div className="network-checks">
                  {blockable.map(({ classId, name }) => (
                    <CheckField
                      key={classId}
                      label={name || t("network.plan.noName")}
                      checked={one.blockedClasses.includes(classId)}
                      onChange={(blocked) =>
                        put(at, {
                          blockedClasses: blocked
                            ? [...one.blockedClasses, classId]
                            : one.blockedClasses.filter((id) => id !== classId),
                        })
                      }
                    />
                  ))}
                </div>
              </fieldset>
              <AreaField
                label={t("network.plan.blocked")}
                error={errorOf(`restrictions.${at}.blocked`)}
                value={one.blocked}
                onChange={(blocked) => put(at, { blocked })}
              />
              <AreaField
                label={t("network.plan.allowed")}
                hint={t("network.plan.allowedHint")}
                error={errorOf(`restrictions.${at}.allowed`)}
                value={one.allowed}
                onChange={(allowed) => put(at, { allowed })}
              />
              <CheckField
                label={t("network.plan.callerIdsListed")}
                checked={one.callerIdsListed}
                onChange={(callerIdsListed) => put(at, { callerIdsListed })}
              />
              {one.callerIdsListed && (
                <AreaField
                  label={t("network.plan.callerIds")}
                  error={errorOf(`restrictions.${at}.callerIds`)}
                  value={one.callerIds}
                  onChange={(callerIds) => put(at, { callerIds })}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      {choices.length > 0 && (
        <label className="network-add">
          <IconPlus size={14} stroke={1.8} aria-hidden="true" />
          <span>{t("network.plan.addRestriction")}</span>
          <select
            className="input md setup-select"
            value=""
            onChange={(event) => {
              const scope = choices.find((choice) => keyOf(choice) === event.target.value);
              if (scope !== undefined)
                change({ restrictions: [...restrictions, newRestriction(scope, nameOf(scope))] });
            }}
          >
            <option value="">{t("setup.choose")}</option>
            {(["everybody", "team", "service"] as const).map((kind) => {
              const ofKind = choices
                .filter((scope) => scope.kind === kind)
                .map((scope) => (
                  <option key={keyOf(scope)} value={keyOf(scope)}>
                    {plainNameOf(scope)}
                  </option>
                ));
              if (kind === "everybody" || ofKind.length === 0) return ofKind;
              return (
                <optgroup key={kind} label={t(`network.plan.kinds.${kind}`)}>
                  {ofKind}
                </optgroup>
              );
            })}
          </select>
        </label>
      )}
    </fieldset>
  );
}
