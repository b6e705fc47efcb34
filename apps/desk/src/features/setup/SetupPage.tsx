import { useEffect } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { stopListening } from "./parts/ListenButton.js";
import { Question } from "./parts/Question.js";
import { leave, useSetup, watchRoom } from "./place.js";
import { sections } from "./sections.js";
import "./setup.css";

/** What administrators change while calls go on: the work area of the room Set-up. */
export function SetupPage() {
  const place = useSetup((state) => state.place);
  useEffect(watchRoom, []);
  // What is listened to ends with the room.
  useEffect(() => stopListening, []);
  const shown = sections.find(({ id }) => id === place.section);
  if (shown === undefined) return null;
  const { Section } = shown;
  return (
    <main className="setup" id="work" tabIndex={-1}>
      <Section item={place.item} key={`${place.section} ${place.item}`} />
      <LeavingQuestion />
    </main>
  );
}

function LeavingQuestion() {
  const t = useWords();
  const leaving = useSetup((state) => state.leaving);
  if (leaving === null) return null;
  const { name, kept } = leaving.unsaved;
  const stay = () => leave("stay");
  return (
    <Question
      title={t("setup.leaving.title")}
      onClose={stay}
      choices={[
        { label: t("setup.leaving.stay"), run: stay },
        ...(kept ? [{ label: t("setup.leaving.keep"), run: () => leave("keep") }] : []),
        { label: t("setup.leaving.discard"), look: "stop", run: () => leave("discard") },
      ]}
    >
      <p>{t(kept ? "setup.leaving.kept" : "setup.leaving.lost", { name })}</p>
    </Question>
  );
}

/** Whether the signed-in user sets up; the server asks the same at each request. */
export const useIsAdministrator = (): boolean =>
  useDesk((state) => state.data?.user.roles.includes("administrator") ?? false);
