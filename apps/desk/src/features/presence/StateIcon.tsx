import {
  IconBellRinging,
  IconCircleCheck,
  IconClipboardCheck,
  IconClipboardList,
  IconClockExclamation,
  IconCoffee,
  IconEye,
  IconHeadset,
  IconHeart,
  IconHome,
  IconLogin,
  IconLogout,
  IconMail,
  IconPhone,
  IconSchool,
  IconTool,
  IconToolsKitchen2,
  IconUsersGroup,
  IconX,
} from "@tabler/icons-react";

const byReason: Record<string, typeof IconCoffee> = {
  coffee: IconCoffee,
  "tools-kitchen-2": IconToolsKitchen2,
  school: IconSchool,
  "users-group": IconUsersGroup,
  phone: IconPhone,
  mail: IconMail,
  heart: IconHeart,
  home: IconHome,
  tool: IconTool,
  "clipboard-list": IconClipboardList,
  "clock-exclamation": IconClockExclamation,
  x: IconX,
  login: IconLogin,
};
const byKind: Record<string, typeof IconCoffee> = {
  ready: IconCircleCheck,
  not_ready: IconCoffee,
  supervising: IconEye,
  busy: IconHeadset,
  ringing: IconBellRinging,
  reserved: IconBellRinging,
  after_call_work: IconClipboardCheck,
  logged_out: IconLogout,
};

/** One picture per state; a reason's own where it has one. */
export function StateIcon({
  kind,
  reasonIcon = null,
  size = 18,
}: {
  readonly kind: string;
  readonly reasonIcon?: string | null;
  readonly size?: number;
}) {
  const Icon = (reasonIcon === null ? undefined : byReason[reasonIcon]) ?? byKind[kind] ?? IconCircleCheck;
  return <Icon size={size} stroke={size < 18 ? 1.8 : 1.6} aria-hidden="true" />;
}
