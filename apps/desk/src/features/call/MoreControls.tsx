import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useWords } from "../../words/words.js";
import { ControlButton, InMenu } from "./ControlButton.js";

/**
 * What is wanted less often in a call, behind one button, so that the row stays one row. The menu is there while it is shut
 * too: a key presses what is in it.
 */
export function MoreControls({
  on,
  children,
}: {
  /** Something that it opened is open. */
  readonly on: boolean;
  readonly children: ReactNode;
}) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) menu.current?.querySelector<HTMLElement>("[data-menu-item]")?.focus();
  }, [open]);
  const turn = (opens: boolean): void => {
    // A panel that was opened takes the focus after that.
    if (!opens && menu.current?.contains(document.activeElement) === true)
      document.querySelector<HTMLElement>('.call-work [data-call="more"]')?.focus();
    setOpen(opens);
  };
  return (
    <Menu
      opened={open}
      onChange={turn}
      position="bottom-end"
      offset={6}
      width={264}
      withinPortal
      trapFocus={false}
      keepMounted
      keepMountedMode="display-none"
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <ControlButton
          control="more"
          word={t("call.control.more")}
          more={t("call.control.moreMore")}
          why={null}
          local
          on={on}
          icon={IconDots}
          act={() => {}}
        />
      </Menu.Target>
      <Menu.Dropdown ref={menu} className="menu call-more" aria-label={t("call.control.moreMore")}>
        <InMenu.Provider value>{children}</InMenu.Provider>
      </Menu.Dropdown>
    </Menu>
  );
}
