import { NumberForm } from "./NumberForm.js";
import { NumberList } from "./NumberList.js";

export function NumbersSection({ item }: { readonly item: string | null }) {
  return item === null ? <NumberList /> : <NumberForm id={item} />;
}
