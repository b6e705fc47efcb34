import type { ContactView } from "@patchbay/protocol";
import { IconPhone } from "@tabler/icons-react";
import { useId } from "react";
import { Avatar } from "../../../parts/Avatar.js";
import { useWords } from "../../../words/words.js";
import { CopyButton } from "../copy-button.js";
import "./contact.css";

/** Who the customer is and how to reach them. */
export function ContactPanel({
  contact,
  policy,
}: {
  readonly contact: ContactView;
  /** Whether the account number is an insurance policy's, as the app called it. */
  readonly policy: boolean;
}) {
  const t = useWords();
  const { name, contactId, phones, emails, account, since } = contact;
  return (
    <section className="contact" aria-label={name}>
      <div className="ctx-contact-head">
        <Avatar name={name} id={contactId} size={44} />
        <div className="grow">
          <h2 className="clip" title={name}>
            {name}
          </h2>
          <p className="small soft clip">
            {t("context.contact.since", { year: new Date(since).getFullYear() })}
          </p>
        </div>
      </div>
      {phones.length + emails.length === 0 && account === null ? (
        <p className="small mute ctx-reaches">{t("context.contact.noWays")}</p>
      ) : (
        <ul className="ctx-reaches">
          {phones.map((phone) => (
            <PhoneRow key={phone.raw} number={phone.display} />
          ))}
          {emails.map((email) => (
            <li key={email} className="reach">
              <span className="clip" title={email}>
                <span className="kind">{t("context.contact.email")}</span>
                {email}
              </span>
            </li>
          ))}
          {account !== null && (
            <li className="reach">
              <span className="clip" title={account}>
                <span className="kind">
                  {t(policy ? "context.contact.policy" : "context.contact.account")}
                </span>
                <span className="num">{account}</span>
              </span>
              <span className="btns">
                <CopyButton text={account} what={account} />
              </span>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

/** The call action is in its place already, and says why it does nothing yet. */
function PhoneRow({ number }: { readonly number: string }) {
  const t = useWords();
  const why = useId();
  return (
    <li className="reach">
      <span className="clip" title={number}>
        <span className="kind">{t("context.contact.phone")}</span>
        <span className="num">{number}</span>
      </span>
      <span className="btns ctx-tipped">
        <button
          type="button"
          className="btn icon sm quiet"
          aria-disabled="true"
          aria-label={t("context.contact.call", { number })}
          aria-describedby={why}
          onClick={(event) => event.preventDefault()}
        >
          <IconPhone size={18} stroke={1.6} aria-hidden="true" />
        </button>
        <span id={why} role="tooltip" className="ctx-tip">
          {t("context.contact.callLater")}
        </span>
      </span>
    </li>
  );
}
