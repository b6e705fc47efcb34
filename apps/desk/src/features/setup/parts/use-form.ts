import type { DeskOutput, DeskRequestKey } from "@patchbay/protocol";
import { type FormEvent, useEffect, useState } from "react";
import { toast } from "../../../state/actions.js";
import { tellUnsaved } from "../place.js";
import { touched } from "./touched.js";

export interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

type Answer<K extends DeskRequestKey> =
  | { readonly ok: true; readonly output: DeskOutput<K> }
  | {
      readonly ok: false;
      readonly error: { readonly code: string; readonly facts?: Record<string, unknown> | undefined };
    };

/** One form of Set-up: what was read, what is typed, what is wrong with it, and what the server says. */
export interface SetupForm<Draft> {
  readonly draft: Draft;
  readonly change: (next: Partial<Draft>) => void;
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** What is wrong with a field, in words; nothing as long as nobody has come to it. */
  readonly errorOf: (field: string) => string | undefined;
  readonly submit: (event: FormEvent) => void;
  /** Throws away what is typed for what is stored now. */
  readonly take: (stored: Draft) => void;
}

/**
 * @param stored what the form begins with: what is stored, or an empty one
 * @param isNew nothing is stored yet: it is dirty once something is typed
 * @param problemsOf sentences by field; the server has the last word
 * @param save asks the server; `was` is `null` for a new thing
 */
export function useSetupForm<Draft extends object, K extends DeskRequestKey>({
  stored,
  isNew,
  name,
  problemsOf,
  save,
  fieldOf = () => null,
  onSaved,
  onConflict,
}: {
  readonly stored: Draft;
  readonly isNew: boolean;
  /** What it is called where somebody leaves it unsaved. */
  readonly name: (draft: Draft) => string;
  readonly problemsOf: (draft: Draft) => Readonly<Record<string, string>>;
  readonly save: (draft: Draft, was: Draft | null) => Promise<Answer<K>>;
  /** Where a refusal belongs; `null`: to the form as a whole. */
  readonly fieldOf?: (refusal: Refusal) => { readonly field: string; readonly text: string } | null;
  /** @returns what is said of it */
  readonly onSaved: (output: DeskOutput<K>, draft: Draft) => string;
  readonly onConflict: () => void;
}): SetupForm<Draft> {
  const [was, setWas] = useState(stored);
  const [draft, setDraft] = useState(stored);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const dirty = JSON.stringify(draft) !== JSON.stringify(was);
  const label = name(draft);
  useEffect(() => {
    tellUnsaved(dirty ? { name: label, kept: false, discard: () => {} } : null);
    return () => tellUnsaved(null);
  }, [dirty, label]);
  useEffect(() => {
    if (!dirty) return;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [dirty]);

  const wrong = problemsOf(draft);
  const shown = asked ? wrong : touched(wrong, was, draft);
  const refused = refusal === null ? null : fieldOf(refusal);
  const run = async (): Promise<void> => {
    setAsked(true);
    if (busy || Object.keys(wrong).length > 0) return;
    setBusy(true);
    const answer = await save(draft, isNew ? null : was);
    setBusy(false);
    if (!answer.ok) {
      setRefusal({ code: answer.error.code, facts: answer.error.facts ?? {} });
      if (answer.error.code === "version_conflict") onConflict();
      return;
    }
    tellUnsaved(null);
    setWas(draft);
    setAsked(false);
    toast(onSaved(answer.output, draft));
  };
  return {
    draft,
    change: (next) => {
      setDraft((before) => ({ ...before, ...next }));
      setRefusal(null);
    },
    dirty,
    busy,
    refusal: refused === null ? refusal : null,
    errorOf: (field) => shown[field] ?? (refused?.field === field ? refused.text : undefined),
    submit: (event) => {
      event.preventDefault();
      void run();
    },
    take: (newest) => {
      setWas(newest);
      setDraft(newest);
      setRefusal(null);
    },
  };
}
