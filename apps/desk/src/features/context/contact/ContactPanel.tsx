import type { ContactRecordView, ContactView, PhoneKind } from "@patchbay/protocol";
import { IconPencil } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { Avatar } from "../../../parts/Avatar.js";
import { PanelHelp } from "../../../parts/help/PanelHelp.js";
import { later } from "../../../parts/later.js";
import { useDesk } from "../../../state/store.js";
import { useWords } from "../../../words/words.js";
import { CallInApp, CallNumber } from "../../phone/index.js";
import { CopyButton } from "../copy-button.js";
import { AlikeNotice } from "./AlikeNotice.js";
import { ContactMore } from "./ContactMore.js";
import { followContact, openContactDraft, useContactDraft } from "./contact-drafts.js";
import { versionOf } from "./contact-form.js";
import { useContactRecord } from "./contact-records.js";
import "./contact.css";
import { useMay } from "../../../state/may.js";

const EditContact = later(async () => (await import("./EditContact.js")).EditContact);

/** Who the customer is and how to reach them. */
export function ContactPanel({
  contact: given,
  policy,
  beside = null,
  onCall = null,
  app = null,
}: {
  readonly contact: ContactView;
  /** Whether the account number is an insurance policy's, as the app called it. */
  readonly policy: boolean;
  /** The chat that a call goes on beside. */
  readonly beside?: string | null;
  /** The number that this agent is on the phone with, as it is shown. */
  readonly onCall?: string | null;
  /** The customer has an app that can be called. `callId`: such a call is up. */
  readonly app?: { readonly callId: string | null } | null;
}) {
  const t = useWords();
  const record = useContactRecord(given.contactId, given.record !== undefined);
  const contact = newest(given, record);
  const { name, contactId, since } = contact;
  const edits = useMay("edit_contacts");
  const merges = useMay("merge_contacts");
  const isEditing = useContactDraft(contactId) !== undefined;
  const edit = useRef<HTMLButtonElement>(null);
  useEffect(() => followContact(contact), [contact]);
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    if (wasEditing.current && !isEditing && document.activeElement === document.body) edit.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  return (
    <section className={`contact${isEditing ? " editing" : ""}`} aria-label={name}>
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
        <PanelHelp panel="contact" />
        {record?.mayEdit === true && edits && !isEditing && (
          <button
            ref={edit}
            type="button"
            className="btn icon sm quiet"
            aria-label={t("contact.edit.open")}
            title={t("contact.edit.open")}
            onClick={() => openContactDraft(contact)}
          >
            <IconPencil size={16} stroke={1.7} aria-hidden="true" />
          </button>
        )}
      </div>
      {isEditing ? (
        <EditContact contactId={contactId} />
      ) : (
        <Reaches contact={contact} policy={policy} beside={beside} onCall={onCall} app={app} />
      )}
      {!isEditing && merges && record?.mayEdit === true && <AlikeNotice contact={contact} record={record} />}
      {!isEditing && <ContactMore contact={contact} changes={record?.changes ?? []} />}
    </section>
  );
}

/** Of a contact that is in no interaction here any more the newest is in its record, as is whom it was merged into. */
function newest(given: ContactView, record: ContactRecordView | null): ContactView {
  if (record === null) return given;
  const isOther = record.contact.contactId !== given.contactId;
  return isOther || versionOf(record.contact) > versionOf(given) ? record.contact : given;
}

function Reaches({
  contact: { phones, emails, account, record },
  policy,
  beside,
  onCall,
  app,
}: {
  readonly contact: ContactView;
  readonly policy: boolean;
  readonly beside: string | null;
  readonly onCall: string | null;
  readonly app: { readonly callId: string | null } | null;
}) {
  const t = useWords();
  return (
    <>
      {phones.length + emails.length === 0 && account === null && app === null ? (
        <p className="small mute ctx-reaches">{t("context.contact.noWays")}</p>
      ) : (
        <ul className="ctx-reaches">
          {phones.map((phone, at) => (
            <PhoneRow
              key={phone.raw}
              kind={record?.phoneKinds[at] ?? "other"}
              display={phone.display}
              number={phone.e164 ?? phone.raw}
              beside={beside}
              onCall={onCall === phone.display}
            />
          ))}
          {app !== null && beside !== null && <AppRow beside={beside} callId={app.callId} />}
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
    </>
  );
}

/** The app of the chat in hand, in which the customer can be called, too. */
function AppRow({ beside, callId }: { readonly beside: string; readonly callId: string | null }) {
  const t = useWords();
  const onCall = useDesk((state) => callId !== null && state.data?.interactions.has(callId) === true);
  return (
    <li className="reach">
      <span className="clip">
        <span className="kind">{t("call.contact.app")}</span>
        {t("call.contact.inApp")}
        {onCall && <span className="chip m-busy ctx-on-call">{t("call.contact.onThisCall")}</span>}
      </span>
      {callId === null && (
        <span className="btns">
          <CallInApp beside={beside} className="btn icon sm quiet" />
        </span>
      )}
    </li>
  );
}

/** A number, and a call to it: beside the chat in hand where there is one. */
function PhoneRow({
  kind,
  display,
  number,
  beside,
  onCall,
}: {
  readonly kind: PhoneKind;
  readonly display: string;
  readonly number: string;
  readonly beside: string | null;
  readonly onCall: boolean;
}) {
  const t = useWords();
  return (
    <li className="reach">
      <span className="clip" title={display}>
        <span className="kind">
          {t(kind === "other" ? "context.contact.phone" : `contact.phoneKinds.${kind}`)}
        </span>
        <span className="num">{display}</span>
        {onCall && <span className="chip m-busy ctx-on-call">{t("call.contact.onThisCall")}</span>}
      </span>
      {!onCall && (
        <span className="btns">
          <CallNumber
            number={number}
            name={t("call.contact.call", { number: display })}
            beside={beside}
            className="btn icon sm quiet"
          />
        </span>
      )}
    </li>
  );
}
