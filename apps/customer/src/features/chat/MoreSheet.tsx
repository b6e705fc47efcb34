import { IconCurrentLocation, IconDoorExit, IconRoute } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { Button, Sheet } from "../../design/index.js";
import { t } from "../../words/index.js";
import css from "./Chat.module.css";

export function MoreSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { session } = useApp();
  const live = useSession((state) => state.live);
  const [ending, setEnding] = useState(false);
  const close = () => {
    setEnding(false);
    onClose();
  };
  if (ending) {
    return (
      <Sheet open={open} title={t("chat.endTitle")} onClose={close}>
        <p className={css.sheetText}>{t("chat.endText")}</p>
        <Button
          wide
          large
          look="danger"
          onClick={() => {
            close();
            void session.end();
          }}
        >
          {t("chat.endConfirm")}
        </Button>
        <Button wide look="quiet" autoFocus onClick={close}>
          {t("chat.endCancel")}
        </Button>
      </Sheet>
    );
  }
  return (
    <Sheet open={open} title={t("chat.moreTitle")} onClose={close}>
      <ul className={css.choices}>
        <Choice
          icon={<IconCurrentLocation size={22} stroke={1.6} aria-hidden />}
          title={t("chat.updatePosition")}
          help={t("chat.updatePositionHelp")}
          onClick={() => {
            close();
            void session.positions.update();
          }}
        />
        <Choice
          icon={<IconRoute size={22} stroke={1.6} aria-hidden />}
          title={live ? t("chat.liveStop") : t("chat.live")}
          help={t("chat.liveHelp")}
          onClick={() => {
            close();
            session.positions.setLive(!live);
          }}
        />
        <Choice
          icon={<IconDoorExit size={22} stroke={1.6} aria-hidden />}
          title={t("chat.end")}
          help={t("chat.endHelp")}
          danger
          onClick={() => setEnding(true)}
        />
      </ul>
    </Sheet>
  );
}

interface ChoiceProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly help: string;
  readonly danger?: boolean;
  readonly onClick: () => void;
}

function Choice({ icon, title, help, danger = false, onClick }: ChoiceProps) {
  return (
    <li>
      <button
        type="button"
        className={danger ? `${css.choice} ${css.choiceDanger}` : css.choice}
        onClick={onClick}
      >
        {icon}
        <span>
          <strong>{title}</strong>
          <small>{help}</small>
        </span>
      </button>
    </li>
  );
}
