import { chooseTheme, themeChoice } from "@patchbay/look/theme";
import {
  type PreferenceChanges,
  type Preferences,
  preferenceChangesSchema,
  readPreferences,
  usualPreferences,
} from "@patchbay/protocol";
import { create } from "zustand";
import { showLanguage } from "../words/language.js";
import { ask } from "./asking.js";
import { followList } from "./follow-list.js";
import { useDesk } from "./store.js";
import { hearVoiceFrames } from "./voice-frames.js";

interface PreferencesState {
  /** As the agent has chosen, here or elsewhere; what the server does not have yet included. */
  readonly preferences: Preferences;
  /** Chosen here and not at the server yet. */
  readonly unsaved: PreferenceChanges;
}

export const usePreferences = create<PreferencesState>(() => ({
  preferences: usualPreferences,
  unsaved: {},
}));
const { getState: get, setState: set } = usePreferences;

/** What is dragged changes many times a second. */
const SAVE_MS = 400;
let agentId = "";
let timer: number | undefined;

/** Applies a choice at once, and saves it as soon as the server can be reached. */
export function changePreferences(changes: PreferenceChanges): void {
  set(({ preferences, unsaved }) => ({
    preferences: readPreferences({ ...preferences, ...changes }),
    unsaved: { ...unsaved, ...changes },
  }));
  keep();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void save(), SAVE_MS);
}

/** Keeps the choices of the agent at this desk as they are at the server. @returns how to stop */
export function followPreferences(): () => void {
  agentId = useDesk.getState().data?.user.agentId ?? "";
  set(keptOf(agentId));
  const stops = [
    followList({
      refresh: async () => {
        if (Object.keys(get().unsaved).length > 0) return save();
        const answer = await ask("preferences", {});
        if (answer.ok) adopt(answer.output);
      },
      settleMs: 0,
    }),
    hearVoiceFrames((frame) => {
      if (frame.frame === "preferences") adopt(frame.preferences);
    }),
    usePreferences.subscribe(({ preferences }) => show(preferences)),
  ];
  show(get().preferences);
  return () => {
    for (const stop of stops) stop();
    window.clearTimeout(timer);
  };
}

async function save(): Promise<void> {
  const { unsaved } = get();
  if (Object.keys(unsaved).length === 0) return;
  const asker = agentId;
  const answer = await ask("changePreferences", { changes: unsaved });
  // A refusal comes again however often it is asked: the choice holds for as long as this page.
  if (asker !== agentId) return;
  const left = Object.entries(get().unsaved).filter(
    ([name, value]) => unsaved[name as keyof PreferenceChanges] !== value,
  );
  set({ unsaved: Object.fromEntries(left) });
  if (answer.ok) adopt(answer.output);
}

/** What was chosen here a moment ago, and is on its way, stays. */
function adopt(theirs: Preferences): void {
  set(({ unsaved }) => ({ preferences: readPreferences({ ...theirs, ...unsaved }) }));
  keep();
}

function show({ theme, letterSize, density, language }: Preferences): void {
  void showLanguage(language);
  if (themeChoice() !== theme) chooseTheme(theme);
  showLetters({ letterSize, density });
  keepItem(LETTERS_KEY, { letterSize, density });
}

type Letters = Pick<Preferences, "letterSize" | "density">;
const LETTERS_KEY = "patchbay.letters";

function showLetters({ letterSize, density }: Letters): void {
  const page = document.documentElement;
  page.style.fontSize = letterSize === 100 ? "" : `${letterSize}%`;
  page.dataset.density = density;
}

/** Whoever worked here last reads the page for signing in as well, before anybody knows who that will be. */
export const showKeptLetters = (): void => showLetters(readPreferences(keptItem(LETTERS_KEY)));

const keyOf = (id: string): string => `patchbay.preferences.${id}`;

/** In this browser as well: the first picture after a reload is the agent's own. */
function keep(): void {
  keepItem(keyOf(agentId), get());
}

function keepItem(key: string, item: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(item));
  } catch {
    // Storage is full or switched off: the first picture is the usual one then.
  }
}

function keptItem(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function keptOf(id: string): PreferencesState {
  const item = keptItem(keyOf(id));
  const kept: Partial<Record<keyof PreferencesState, unknown>> =
    typeof item === "object" && item !== null ? item : {};
  const unsaved = preferenceChangesSchema.safeParse(kept.unsaved ?? {});
  return { preferences: readPreferences(kept.preferences), unsaved: unsaved.success ? unsaved.data : {} };
}
