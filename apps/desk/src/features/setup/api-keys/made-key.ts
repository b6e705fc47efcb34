import { create } from "zustand";

interface MadeKey {
  readonly name: string;
  /** The key itself: told once, and forgotten when the dialog is closed. */
  readonly key: string;
}

export const useMadeKey = create<{ readonly made: MadeKey | null }>(() => ({ made: null }));
export const tellMadeKey = (made: MadeKey | null): void => useMadeKey.setState({ made });
