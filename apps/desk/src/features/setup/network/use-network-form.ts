import { useEffect, useState } from "react";
import type { Answer } from "../../../link/link.js";
import { touched } from "../parts/touched.js";
import { tellUnsaved } from "../place.js";
import { readNetwork, useNetworkData } from "./network-data.js";

/** What is wrong, by field: paths of words. */
export type Problems = Readonly<Record<string, string>>;

type Saved = Answer<"saveTrunk" | "saveAccount" | "saveDialPlan" | "saveNetworkDoors">;
export interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly correlationId?: string;
}

export interface NetworkForm<Draft> {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  readonly dirty: boolean;
  readonly busy: boolean;
  /** Of what somebody has changed, as it is typed; of everything once somebody has tried to save. */
  readonly problems: Problems;
  readonly refusal: Refusal | null;
  /** Resolves to whether it was saved. */
  readonly save: () => Promise<boolean>;
  /** Takes what is saved now in place of what was typed. */
  readonly takeNewest: (newest: Draft) => void;
}

/**
 * A form over a part of the network. A change is made from the revision that was read when the form was opened; when somebody
 * else has saved since, it says so and keeps what was typed.
 *
 * @param name of what is edited, for the question before it is left
 */
export function useNetworkForm<Draft extends object>(
  first: Draft,
  name: string,
  problemsOf: (draft: Draft) => Problems,
  send: (draft: Draft, revision: number) => Promise<Saved>,
): NetworkForm<Draft> {
  const [was, setWas] = useState(first);
  const [draft, setDraft] = useState(first);
  const [revision, setRevision] = useState(() => useNetworkData.getState().setup?.revision ?? 0);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const dirty = JSON.stringify(draft) !== JSON.stringify(was);

  useEffect(() => {
    tellUnsaved(dirty ? { name, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, name]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  const save = async (): Promise<boolean> => {
    setAsked(true);
    if (busy || Object.keys(problemsOf(draft)).length > 0) return false;
    setBusy(true);
    const answer = await send(draft, revision);
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") await readNetwork();
      return false;
    }
    tellUnsaved(null);
    setWas(draft);
    setRevision(answer.output.revision);
    setAsked(false);
    setRefusal(null);
    return true;
  };

  return {
    draft,
    change: (change) => {
      setDraft({ ...draft, ...change });
      setRefusal(null);
    },
    dirty,
    busy,
    problems: asked ? problemsOf(draft) : touched(problemsOf(draft), was, draft),
    refusal,
    save,
    takeNewest: (newest) => {
      setWas(newest);
      setDraft(newest);
      setRevision(useNetworkData.getState().setup?.revision ?? 0);
      setAsked(false);
      setRefusal(null);
    },
  };
}
