import {
  IconAmbulance,
  IconCar,
  IconChevronRight,
  IconClipboardCheck,
  IconMessageCircle,
  IconPencil,
  IconSos,
  IconUserCircle,
} from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { useApp, useSession } from "../../app-context.js";
import { presentAgents } from "../../conversation/index.js";
import { Avatar, Button, Notice, PageHeading, Screen, Wordmark } from "../../design/index.js";
import type { ReportDraft } from "../../session/index.js";
import { dayAndHour, t } from "../../words/index.js";
import { CustomerSheet } from "./CustomerSheet.js";
import css from "./HomePage.module.css";

export function HomePage() {
  const { customer, go, keep } = useApp();
  const report = useSession((state) => state.report);
  const ended = useSession((state) => state.conversation?.ended ?? null);
  const durable = useSession((state) => state.durable);
  const [editing, setEditing] = useState(false);
  const [drafted, setDrafted] = useState(false);
  useEffect(() => {
    void keep.read<ReportDraft>("draft").then((draft) => setDrafted(draft !== undefined));
  }, [keep]);
  const living = report !== null && ended === null;
  return (
    <Screen title={t("app.company")} bar={<Wordmark name={t("app.name")} />}>
      <PageHeading>
        {customer.firstName === "" ? t("home.titleNobody") : t("home.title", { name: customer.firstName })}
      </PageHeading>
      {!durable && <Notice>{t("app.notDurable")}</Notice>}
      <section className={css.policy} aria-label={t("home.policy")}>
        <p className={css.policyTop}>
          {t("home.cover")}
          <IconCar size={22} stroke={1.6} aria-hidden />
        </p>
        <p className={css.number}>{customer.policy}</p>
        <dl className={css.facts}>
          <div>
            <dt>{t("home.holder")}</dt>
            <dd>{`${customer.firstName} ${customer.lastName}`}</dd>
          </div>
          <div>
            <dt>{t("home.vehicle")}</dt>
            <dd>{customer.vehicle}</dd>
          </div>
        </dl>
      </section>
      {living ? (
        <ContinueRow />
      ) : (
        <div className={css.go}>
          <Button wide large onClick={() => go("report")} aria-describedby="report-help">
            {drafted ? t("home.resumeDraft") : t("home.report")}
          </Button>
          <p className={css.goHelp} id="report-help">
            {drafted ? t("home.resumeDraftHelp") : t("home.reportHelp")}
          </p>
        </div>
      )}
      {ended !== null && (
        <Row
          mark={<IconClipboardCheck size={20} stroke={1.6} aria-hidden />}
          title={t("home.lastReport")}
          help={t("home.lastReportHelp", { when: dayAndHour(ended.at) })}
          onClick={() => go("chat")}
        />
      )}
      <section className={css.first}>
        <h2 className={css.firstTitle}>{t("home.firstTitle")}</h2>
        <ul>
          <li>
            <IconSos size={22} stroke={1.6} aria-hidden />
            <span>{t("home.first1")}</span>
          </li>
          <li>
            <IconAmbulance size={22} stroke={1.6} aria-hidden />
            <span>
              {t("home.first2")}
              <small>{t("home.emergency")}</small>
            </span>
          </li>
          <li>
            <IconMessageCircle size={22} stroke={1.6} aria-hidden />
            <span>{t("home.first3")}</span>
          </li>
        </ul>
      </section>
      <Row
        mark={<IconUserCircle size={22} stroke={1.6} aria-hidden />}
        title={t("home.edit")}
        help={t("home.youHelp")}
        end={<IconPencil size={20} stroke={1.6} aria-hidden />}
        onClick={() => setEditing(true)}
      />
      <CustomerSheet open={editing} onClose={() => setEditing(false)} />
    </Screen>
  );
}

function ContinueRow() {
  const { go, api } = useApp();
  const conversation = useSession((state) => state.conversation);
  const agent = conversation === null ? undefined : presentAgents(conversation).at(-1);
  if (conversation === null || agent === undefined) {
    return (
      <Row
        active
        mark={<IconMessageCircle size={20} stroke={1.6} aria-hidden />}
        title={t("home.continueWaiting")}
        help={
          conversation?.agentsAvailable === 0 ? t("home.continueHelpNobody") : t("home.continueHelpWaiting")
        }
        onClick={() => go("chat")}
      />
    );
  }
  const name = agent.party.name || t("chat.someone");
  return (
    <Row
      active
      mark={<Avatar name={name} photoUrl={api.photoUrl(conversation.chatId, agent.partyId)} size="medium" />}
      title={t("home.continueWith", { name })}
      help={t("home.continueHelpAgent")}
      onClick={() => go("chat")}
    />
  );
}

interface RowProps {
  readonly mark: ReactNode;
  readonly title: string;
  readonly help: string;
  readonly active?: boolean;
  readonly end?: ReactNode;
  readonly onClick: () => void;
}

function Row({ mark, title, help, active = false, end, onClick }: RowProps) {
  return (
    <button type="button" className={active ? `${css.row} ${css.active}` : css.row} onClick={onClick}>
      <span className={css.mark}>{mark}</span>
      <span className={css.rowText}>
        <span className={css.rowTitle}>{title}</span>
        <span className={css.rowHelp}>{help}</span>
      </span>
      {end ?? <IconChevronRight size={20} stroke={1.6} aria-hidden />}
    </button>
  );
}
