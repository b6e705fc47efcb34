import { useEffect } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { stopListening } from "./parts/ListenButton.js";
import { Question } from "./parts/Question.js";
import { leave, useSetup, watchRoom } from "./place.js";
import { sectionsFor } from "./sections.js";
import "./setup.css";

/** What administrators, and some of it supervisors, change while calls go on: the work area of the room Set-up. */
export function SetupPage() {
  const place = useSetup((state) => state.place);
  useEffect(watchRoom, []);
  // What is listened to ends with the room.
  useEffect(() => stopListening, []);
  const privileges = useDesk(({ data }) => data?.user.privileges);
  const sections = sectionsFor(privileges ?? []);
  const shown = sections.find(({ id }) => id === place.section) ?? sections[0];
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

/** Whether the signed-in user sets anything up; the server asks the same at each request. */
export const useSetsUp = (): boolean =>
  useDesk((state) => sectionsFor(state.data?.user.privileges ?? []).length > 0);
