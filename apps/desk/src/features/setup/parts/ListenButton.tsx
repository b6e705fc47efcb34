import { ListenButton as Listen, stopListening } from "../../../parts/ListenButton.js";

export { stopListening };

/** Listens to a prompt. */
export const ListenButton = ({ promptId, name }: { readonly promptId: string; readonly name: string }) => (
  <Listen url={`/api/setup/prompts/${encodeURIComponent(promptId)}/audio`} name={name} />
);
