import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClock } from "@tabler/icons-react";

export type StateTone = "ready" | "trying" | "failed" | "off";

const LOOKS = {
  ready: { Icon: IconCircleCheck, className: "m-ready" },
  trying: { Icon: IconClock, className: "m-due" },
  failed: { Icon: IconAlertTriangle, className: "m-danger" },
  off: { Icon: IconCircleDashed, className: "" },
} as const;

/** How something of the network does: an icon and a word, and a colour for it. */
export function StateChip({ tone, children }: { readonly tone: StateTone; readonly children: string }) {
  const { Icon, className } = LOOKS[tone];
  return (
    <span className={`chip ${className}`}>
      <Icon size={14} stroke={1.8} aria-hidden="true" />
      {children}
    </span>
  );
}
