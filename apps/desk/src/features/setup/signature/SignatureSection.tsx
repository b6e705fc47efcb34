import { useWords } from "../../../words/words.js";
import { Failed } from "../parts/Failed.js";
import { Head } from "../parts/Head.js";
import { changedText, keptText } from "../parts/when.js";
import { goTo } from "../place.js";
import { ScriptForm } from "./ScriptForm.js";
import type { ServiceSignature } from "./script-draft.js";
import { useSignatureSetup } from "./signature-setup.js";
import "./signature-setup.css";

/** What agents read for voice signatures, by service, and the key by which evidence is proven. */
export function SignatureSection({ item }: { readonly item: string | null }) {
  const t = useWords();
  const { setup, failed, again } = useSignatureSetup();
  if (setup === null) return failed === null ? null : <Failed code={failed} onAgain={() => void again()} />;
  if (item === null) return <List services={setup.services} fingerprint={setup.key.fingerprint} />;
  const service = setup.services.find(({ serviceId }) => serviceId === item);
  if (service === undefined) return <p className="setup-empty">{t("errors.object_not_found")}</p>;
  return <ScriptForm service={service} fingerprint={setup.key.fingerprint} onSaved={again} />;
}

function List({
  services,
  fingerprint,
}: {
  readonly services: readonly ServiceSignature[];
  readonly fingerprint: string;
}) {
  const t = useWords();
  return (
    <>
      <Head section="signature" />
      <div className="setup-scroll">
        <table className="table setup-table">
          <thead>
            <tr>
              <th scope="col" className="wide">
                {t("setup.service")}
              </th>
              <th scope="col" className="wide">
                {t("signature.setup.text")}
              </th>
              <th scope="col">{t("signature.setup.kept")}</th>
              <th scope="col" className="wide">
                {t("setup.lastChanged")}
              </th>
            </tr>
          </thead>
          <tbody>
            {services.map(({ serviceId, name, script, retentionDays }) => (
              <tr key={serviceId}>
                <td>
                  <button
                    type="button"
                    className="link strong"
                    onClick={() => goTo({ section: "signature", item: serviceId })}
                  >
                    {name}
                  </button>
                </td>
                <td className={script === null ? "mute" : undefined}>
                  {script === null ? t("signature.setup.none") : t("signature.version", { ...script })}
                </td>
                <td>{keptText(retentionDays)}</td>
                <td className="mute">
                  {script === null
                    ? ""
                    : changedText({ changedAt: script.approvedAt, changedBy: script.approvedBy })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <EvidenceKey fingerprint={fingerprint} />
      </div>
    </>
  );
}

function EvidenceKey({ fingerprint }: { readonly fingerprint: string }) {
  const t = useWords();
  return (
    <section className="signature-key" aria-label={t("signature.setup.key")}>
      <h2>{t("signature.setup.key")}</h2>
      <p className="small soft">{t("signature.setup.keyHint")}</p>
      <code>{fingerprint}</code>
    </section>
  );
}
