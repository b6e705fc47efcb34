import { IconAlertTriangle, IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../../../words/words.js";
import { keepFocus } from "../../parts/keep-focus.js";
import { ListenButton } from "../../parts/ListenButton.js";
import { useSetupData } from "../../setup-data.js";

const PROMPTS_MAX = 10;

/** Prompts that are said one after the other. */
export function PromptsField({
  label,
  value,
  onChange,
  error,
  hint,
}: {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly error?: string | undefined;
  readonly hint?: string;
}) {
  const t = useWords();
  const id = useId();
  const prompts = useSetupData((state) => state.prompts) ?? [];
  const nameOf = (promptId: string): string =>
    prompts.find((prompt) => prompt.promptId === promptId)?.name ?? t("setup.gone");
  const swap = (at: number, to: number): void => {
    const next = [...value];
    [next[at], next[to]] = [next[to] as string, next[at] as string];
    onChange(next);
  };
  return (
    <fieldset className="field setup-prompts">
      <legend>{label}</legend>
      {value.length > 0 && (
        <ol>
          {value.map((promptId, at) => {
            const name = nameOf(promptId);
            return (
              // The same prompt may be said twice: its place tells them apart.
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing of a row is kept but what its place says
              <li key={at}>
                <ListenButton promptId={promptId} name={name} />
                <span className="grow clip">{name}</span>
                <button
                  type="button"
                  className="btn icon quiet sm"
                  aria-label={t("setup.prompts.earlier", { name })}
                  aria-disabled={at === 0}
                  onClick={() => at > 0 && swap(at, at - 1)}
                >
                  <IconArrowUp size={14} stroke={1.8} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  className="btn icon quiet sm"
                  aria-label={t("setup.prompts.later", { name })}
                  aria-disabled={at === value.length - 1}
                  onClick={() => at < value.length - 1 && swap(at, at + 1)}
                >
                  <IconArrowDown size={14} stroke={1.8} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  className="btn icon quiet sm"
                  aria-label={t("setup.prompts.takeOut", { name })}
                  onClick={(event) => {
                    keepFocus(event.currentTarget);
                    onChange(value.filter((_, other) => other !== at));
                  }}
                >
                  <IconX size={14} stroke={1.8} aria-hidden="true" />
                </button>
              </li>
            );
          })}
        </ol>
      )}
      {value.length < PROMPTS_MAX && (
        <>
          <label className="vh" htmlFor={id}>
            {t("setup.prompts.addTo", { label })}
          </label>
          <select
            id={id}
            className={`input md setup-select${error === undefined ? "" : " bad"}`}
            value=""
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined && hint === undefined ? undefined : `${id}-more`}
            onChange={(event) => event.target.value !== "" && onChange([...value, event.target.value])}
          >
            <option value="">{t("setup.prompts.add")}</option>
            <PromptOptions kind="speech" />
          </select>
        </>
      )}
      {error !== undefined ? (
        <p id={`${id}-more`} className="hint bad">
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-more`} className="hint">
            {hint}
          </p>
        )
      )}
    </fieldset>
  );
}

/** All prompts of a kind, the center's own first. */
export function PromptOptions({ kind }: { readonly kind: "speech" | "music" }) {
  const t = useWords();
  const prompts = useSetupData((state) => state.prompts) ?? [];
  const groups = [
    { label: t("setup.prompts.own"), of: prompts.filter((prompt) => prompt.own && prompt.kind === kind) },
    {
      label: t("setup.prompts.builtIn"),
      of: prompts.filter((prompt) => !prompt.own && prompt.kind === kind),
    },
  ];
  return groups.map(
    ({ label, of }) =>
      of.length > 0 && (
        <optgroup key={label} label={label}>
          {of.map(({ promptId, name }) => (
            <option key={promptId} value={promptId}>
              {name}
            </option>
          ))}
        </optgroup>
      ),
  );
}
