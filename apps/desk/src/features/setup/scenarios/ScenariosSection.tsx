import { ScenarioEditor } from "./ScenarioEditor.js";
import { ScenarioList } from "./ScenarioList.js";

export function ScenariosSection({ item }: { readonly item: string | null }) {
  return item === null ? <ScenarioList /> : <ScenarioEditor id={item} />;
}
