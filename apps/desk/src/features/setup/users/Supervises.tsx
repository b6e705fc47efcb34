import type { DeskOutput } from "@patchbay/protocol";
import { useWords } from "../../../words/words.js";
import { CheckField, SelectField } from "../parts/Field.js";
import type { SetupForm } from "../parts/use-form.js";
import type { UserDraft } from "./user-draft.js";

/** Whose work a supervisor sees and steps into: that of all, or of the agents in chosen teams. */
export function Supervises({
  form: { draft, change, errorOf },
  teams,
}: {
  readonly form: SetupForm<UserDraft>;
  readonly teams: DeskOutput<"setupTeams">["teams"];
}) {
  const t = useWords();
  const { supervises, teamId } = draft;
  const error = errorOf("supervises");
  const own = teamId === null ? [] : [teamId];
  // A team that is gone stays in the form until it is taken out.
  const gone = supervises === "all" ? [] : supervises.filter((id) => teams.every((one) => one.teamId !== id));
  const listed = [...teams, ...gone.map((id) => ({ teamId: id, name: id, members: [] }))];
  return (
    <fieldset className="setup-section spaced">
      <legend>{t("userSetup.supervises")}</legend>
      <SelectField
        label={t("userSetup.whose")}
        error={error}
        hint={t(`userSetup.whoseHint.${supervises === "all" ? "all" : "chosen"}`)}
        value={supervises === "all" ? "all" : "chosen"}
        onChange={(which) => change({ supervises: which === "all" ? "all" : own })}
      >
        <option value="all">{t("userSetup.allTeams")}</option>
        <option value="chosen">{t("userSetup.chosenTeams")}</option>
      </SelectField>
      {supervises !== "all" && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset inside one has a frame of its own
        <div role="group" aria-label={t("userSetup.chosenTeams")} className="user-teams">
          {listed.map(({ teamId: id, name, members }) => (
            <CheckField
              key={id}
              label={name}
              hint={t("userSetup.membersOf", { count: members.length })}
              checked={supervises.includes(id)}
              onChange={(has) =>
                change({ supervises: has ? [...supervises, id] : supervises.filter((one) => one !== id) })
              }
            />
          ))}
        </div>
      )}
      {supervises !== "all" && listed.length === 0 && <p className="small mute">{t("userSetup.noTeams")}</p>}
    </fieldset>
  );
}
