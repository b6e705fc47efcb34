import { Menu } from "@mantine/core";
import type { InteractionView } from "@patchbay/protocol";
import { IconPhone, IconPhoneOutgoing } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { callOrSay, lineToUse } from "./place-call.js";
import { useCallAbility } from "./use-phone-facts.js";
import "./phone.css";

/** Whether this agent talks with the customer of this chat already. */
const hasCallBeside = (interactions: Iterable<InteractionView>, beside: string | null): boolean =>
  beside !== null && [...interactions].some(({ call }) => call?.own != null && call.beside === beside);

/** A number that is called by a click; with several lines the agent says through which. Disabled, it says why. */
export function CallNumber({
  number,
  name,
  beside,
  className,
  line = "asked",
  children,
}: {
  /** As it is dialled; `null`: nobody knows one. */
  readonly number: string | null;
  /** What the button is called. */
  readonly name: string;
  /** The chat beside which the call goes on. */
  readonly beside: string | null;
  readonly className: string;
  /** `chosen`: through the line that is chosen for calling out; else the agent is asked when there are several. */
  readonly line?: "asked" | "chosen";
  readonly children?: ReactNode;
}) {
  const t = useWords();
  const id = useId();
  const ability = useCallAbility();
  const isOnPhone = useDesk((state) => hasCallBeside(state.data?.interactions.values() ?? [], beside));
  const why =
    ability.why ??
    (number === null ? t("phone.cannot.noNumber") : isOnPhone ? t("phone.cannot.beside") : null);
  const content = children ?? <IconPhone size={18} stroke={1.6} aria-hidden="true" />;
  if (why !== null || number === null) {
    return (
      <span className="ctx-tipped phone-tipped">
        <button
          type="button"
          className={className}
          aria-disabled="true"
          aria-label={name}
          aria-describedby={id}
          title={why ?? undefined}
          onClick={(event) => event.preventDefault()}
        >
          {content}
        </button>
        <span id={id} hidden>
          {why}
        </span>
      </span>
    );
  }
  const { lines } = ability;
  const [only] = line === "chosen" ? lines.filter(({ entryId }) => entryId === lineToUse(lines)) : lines;
  if ((lines.length === 1 || line === "chosen") && only !== undefined) {
    return (
      <button
        type="button"
        className={className}
        aria-label={name}
        title={name}
        onClick={() => void callOrSay(only.entryId, number, beside)}
      >
        {content}
      </button>
    );
  }
  const first = lineToUse(lines);
  const ordered = [...lines].sort((a, b) => Number(b.entryId === first) - Number(a.entryId === first));
  return (
    <Menu position="bottom-end" offset={4} width={280} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className={className} aria-label={name} title={name}>
          {content}
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu" aria-label={t("phone.pad.line")}>
        <div className="head" aria-hidden="true">
          {t("phone.pad.line")}
        </div>
        {ordered.map((line) => (
          <Menu.Item
            key={line.entryId}
            component="button"
            type="button"
            className="item"
            leftSection={
              <span className="i-box">
                <IconPhoneOutgoing size={16} stroke={1.8} aria-hidden="true" />
              </span>
            }
            onClick={() => void callOrSay(line.entryId, number, beside)}
          >
            {t("phone.pad.lineOption", { name: line.name, address: line.address })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
