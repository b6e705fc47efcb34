import { IconAmbulance } from "@tabler/icons-react";
import { Area, Choice, Notice, PageHeading } from "../../design/index.js";
import { type Injured, incidentCodes, type Report } from "../../session/index.js";
import { t } from "../../words/index.js";
import css from "./Report.module.css";

interface IncidentStepProps {
  readonly report: Report;
  readonly onChange: (patch: Partial<Report>) => void;
}

const injuredAnswers: readonly Injured[] = ["no", "yes", "unsure"];

export function IncidentStep({ report, onChange }: IncidentStepProps) {
  const { customer } = report;
  return (
    <>
      <PageHeading>{t("incident.title")}</PageHeading>
      <Choice
        label={t("incident.hurt")}
        options={injuredAnswers.map((value) => ({ value, label: t(`incident.${value}`) }))}
        value={report.injured}
        onChange={(injured) => onChange({ injured })}
      />
      <div aria-live="assertive">
        {(report.injured === "yes" || report.injured === "unsure") && (
          <Notice look="alarm" icon={<IconAmbulance size={22} stroke={1.6} aria-hidden />}>
            <p>
              <strong>{t("incident.emergencyTitle")}</strong>
              {t("incident.emergency")}
            </p>
          </Notice>
        )}
      </div>
      <Choice
        label={t("incident.kind")}
        options={incidentCodes.map((value) => ({ value, label: t(`incident.${value}`) }))}
        value={report.incident}
        onChange={(incident) => onChange({ incident })}
      />
      <Area
        label={t("incident.description")}
        help={t("incident.descriptionHelp")}
        placeholder={t("incident.descriptionExample")}
        value={report.description}
        maxLength={2000}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      <section className={css.along}>
        <h2 className={css.subtitle}>{t("incident.sentAlong")}</h2>
        <dl>
          <dt>{t("home.holder")}</dt>
          <dd>{`${customer.firstName} ${customer.lastName}`}</dd>
          <dt>{t("home.policy")}</dt>
          <dd>{customer.policy}</dd>
          <dt>{t("home.vehicle")}</dt>
          <dd>{customer.vehicle}</dd>
          <dt>{t("home.phone")}</dt>
          <dd>{customer.phone}</dd>
        </dl>
      </section>
    </>
  );
}
