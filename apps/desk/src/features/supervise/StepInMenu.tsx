import { Menu } from "@mantine/core";
import { IconArrowForwardUp, IconDots, IconPlayerTrackNext, IconUserCheck } from "@tabler/icons-react";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { openReplay } from "../replay/open-replay.js";
import { askToStepIn } from "./step-in.js";

interface Agent {
  readonly agentId: string;
  readonly name: string;
}

/** What a supervisor can do about a chat besides reading it: take it, or give it to somebody else; of a call that waits, give it. */
export function StepInMenu({
  interactionId,
  channel = "chat",
  customer,
  serviceId,
  agents,
}: {
  readonly interactionId: string;
  readonly channel?: "chat" | "voice";
  readonly customer: string;
  readonly serviceId: string;
  /** Who has it; nobody: the customer waits. */
  readonly agents: readonly Agent[];
}) {
  const t = useWords();
  const me = useDesk((state) => state.data?.user.agentId ?? "");
  const takesOver = useMay("take_over");
  const replays = useMay("see_team_records");
  const more = t(`supervise.stepIn.more.${channel}`, { customer });
  const isMine = agents.some(({ agentId }) => agentId === me);
  const who: readonly (Agent | null)[] = agents.length === 0 ? [null] : agents;
  if (!takesOver && !replays) return null;
  return (
    <Menu position="bottom-end" width={280} withinPortal trapFocus>
      <Menu.Target>
        <button type="button" className="btn quiet icon sm" aria-label={more} title={more}>
          <IconDots size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menu">
        {(takesOver ? who : []).flatMap((from) => [
          ...(isMine || channel === "voice"
            ? []
            : [
                <Menu.Item
                  key={`take ${from?.agentId ?? ""}`}
                  component="button"
                  type="button"
                  className="item"
                  leftSection={<IconUserCheck size={16} stroke={1.7} aria-hidden="true" />}
                  onClick={() => askToStepIn({ kind: "take", interactionId, customer, from })}
                >
                  {from === null
                    ? t("supervise.stepIn.take.menu")
                    : t("supervise.stepIn.take.menuFrom", { name: from.name })}
                </Menu.Item>,
              ]),
          <Menu.Item
            key={`give ${from?.agentId ?? ""}`}
            component="button"
            type="button"
            className="item"
            leftSection={<IconArrowForwardUp size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => askToStepIn({ kind: "give", channel, interactionId, customer, from, serviceId })}
          >
            {agents.length > 1 && from !== null
              ? t("supervise.stepIn.give.menuFrom", { name: from.name })
              : t("supervise.stepIn.give.menu")}
          </Menu.Item>,
        ])}
        {replays && (
          <Menu.Item
            component="button"
            type="button"
            className="item"
            leftSection={<IconPlayerTrackNext size={16} stroke={1.7} aria-hidden="true" />}
            onClick={() => openReplay(interactionId)}
          >
            {t("replay.open")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
