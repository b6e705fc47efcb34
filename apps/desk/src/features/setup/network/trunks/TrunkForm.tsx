import type { TrunkInput, TrunkState, TrunkView } from "@patchbay/protocol";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ask, toast, toastError } from "../../../../state/actions.js";
import { useWords } from "../../../../words/words.js";
import { Head } from "../../parts/Head.js";
import { Question } from "../../parts/Question.js";
import { changedText } from "../../parts/when.js";
import { goTo, tellUnsaved } from "../../place.js";
import { readAgain, useNetworkData } from "../network-data.js";
import { FormFrame } from "../parts/FormFrame.js";
import { StateChip } from "../parts/StateChip.js";
import { useNetworkForm } from "../use-network-form.js";
import { TrunkFields } from "./TrunkFields.js";
import { draftOf, newDraft, passwordOf, problemsOfTrunk, trunkOf } from "./trunk-draft.js";
import { trunkWords } from "./trunk-words.js";

const toList = (): void => goTo({ section: "trunks", item: null });

/** One trunk: a new one, or one that is there. */
export function TrunkForm({
  view,
  state,
}: {
  readonly view: TrunkView | null;
  readonly state: TrunkState | undefined;
}) {
  const t = useWords();
  const [removing, setRemoving] = useState(false);
  const hasPassword = view?.hasPassword ?? false;
  const form = useNetworkForm(
    view === null ? newDraft() : draftOf(view.trunk),
    view?.trunk.name ?? t("network.trunks.new"),
    (draft) => problemsOfTrunk(draft, hasPassword),
    (draft, revision) =>
      ask("saveTrunk", {
        revision,
        trunkId: view?.trunkId ?? null,
        // Checked by the same schema before it is sent.
        trunk: trunkOf(draft) as TrunkInput,
        ...passwordOf(draft),
      }),
  );
  const remove = async (): Promise<void> => {
    setRemoving(false);
    if (view === null) return;
    const revision = useNetworkData.getState().setup?.revision ?? 0;
    const answer = await ask("removeTrunk", { revision, trunkId: view.trunkId });
    if (!answer.ok) {
      toastError(answer.error);
      await readAgain();
      return;
    }
    tellUnsaved(null);
    toast(t("network.trunks.removed", { name: view.trunk.name }));
    await readAgain();
    toList();
  };
  return (
    <>
      <Head section="trunks" item={view?.trunk.name ?? t("network.trunks.new")}>
        {view !== null && !view.ofSettings && (
          <button type="button" className="btn danger-quiet" onClick={() => setRemoving(true)}>
            <IconTrash size={16} stroke={1.7} aria-hidden="true" />
            {t("network.trunks.remove")}
          </button>
        )}
      </Head>
      <FormFrame
        form={form}
        newest={view === null ? null : draftOf(view.trunk)}
        saved={t("network.trunks.saved", { name: form.draft.name.trim() })}
        onSaved={() => void readAgain().then(toList)}
        applies={t("network.trunks.applies")}
        back={toList}
        {...(view === null ? {} : { side: <TrunkSide view={view} state={state} /> })}
      >
        <TrunkFields form={form} ofSettings={view?.ofSettings ?? false} hasPassword={hasPassword} />
      </FormFrame>
      {removing && view !== null && (
        <Question
          title={t("network.trunks.removeTitle", { name: view.trunk.name })}
          onClose={() => setRemoving(false)}
          choices={[
            { label: t("setup.keepIt"), run: () => setRemoving(false) },
            { label: t("network.trunks.remove"), look: "stop", run: () => void remove() },
          ]}
        >
          <p>{t("network.trunks.removeBody")}</p>
        </Question>
      )}
    </>
  );
}

function TrunkSide({ view, state }: { readonly view: TrunkView; readonly state: TrunkState | undefined }) {
  const t = useWords();
  const { tone, state: said, detail } = trunkWords(state);
  return (
    <>
      <section className="setup-side-part" aria-live="polite">
        <h2>{t("network.state.now")}</h2>
        <StateChip tone={tone}>{said}</StateChip>
        {detail !== null && <p className="small mute">{detail}</p>}
        <p className="small">{t("network.trunks.callsNow", { count: state?.calls ?? 0 })}</p>
      </section>
      <section className="setup-side-part">
        <h2>{t("setup.lastChanged")}</h2>
        <p className="small">{changedText(view)}</p>
      </section>
    </>
  );
}
