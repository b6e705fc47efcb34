import { journal } from "./0001-journal.js";
import { content } from "./0002-content.js";
import { words } from "./0003-words.js";
import { accounts } from "./0004-accounts.js";
import { walls } from "./0005-walls.js";
import { appendEntries } from "./0006-append-entries.js";
import { recordings } from "./0008-recordings.js";
import { calledParties } from "./0009-called-parties.js";
import { setupWords } from "./0010-setup-words.js";
import { directory } from "./0011-directory.js";
import { interactionSearch } from "./0015-interaction-search.js";
import { teams } from "./0016-teams.js";
import { network } from "./0017-network.js";
import { ownNumbers } from "./0018-own-numbers.js";
import { callQuality } from "./0020-call-quality.js";
import { voicemail } from "./0021-voicemail.js";
import { signatures } from "./0023-signatures.js";
import { forwardNumbers } from "./0024-forward-numbers.js";
import { promptTexts } from "./0027-prompt-texts.js";
import { followUps } from "./0029-follow-ups.js";
import { phoneIndexCountry } from "./0034-phone-index-country.js";
import { payments } from "./0036-payments.js";
import { cannedResponses } from "./0038-canned-responses.js";
import { masking } from "./0040-masking.js";
import { afterChats } from "./0041-after-chats.js";
import { contactRecords } from "./0043-contact-records.js";
import { screenPop } from "./0044-screen-pop.js";
import { profiles } from "./0046-profiles.js";
import { secondFactor } from "./0047-second-factor.js";
import { preferences } from "./0048-preferences.js";
import { clientLogs } from "./0049-client-logs.js";
import { agentTime } from "./0050-agent-time.js";
import { widget } from "./0051-widget.js";
import { supervisionNotes } from "./0064-supervision-notes.js";
import { alerts } from "./0065-alerts.js";
import { searchIndex } from "./0069-search-index.js";
import { users } from "./0072-users.js";
import { roles } from "./0073-roles.js";
import { services } from "./0076-services.js";
import { audit } from "./0083-audit.js";
import { apiKeys } from "./0092-api-keys.js";
import { voidTranscripts } from "./0098-void-transcripts.js";
import { schedules } from "./0104-schedules.js";

/**
 * Every migration ever released, by name, in order. They are part of the program's text so that a bundled
 * server needs no folder of them. A released one is never edited; a change is a new one.
 */
export const migrationTexts: Readonly<Record<string, string>> = {
  "0001-journal": journal,
  "0002-content": content,
  "0003-words": words,
  "0004-accounts": accounts,
  "0005-walls": walls,
  "0006-append-entries": appendEntries,
  "0008-recordings": recordings,
  "0009-called-parties": calledParties,
  "0010-setup-words": setupWords,
  "0011-directory": directory,
  "0015-interaction-search": interactionSearch,
  "0016-teams": teams,
  "0017-network": network,
  "0018-own-numbers": ownNumbers,
  "0020-call-quality": callQuality,
  "0021-voicemail": voicemail,
  "0023-signatures": signatures,
  "0024-forward-numbers": forwardNumbers,
  "0027-prompt-texts": promptTexts,
  "0029-follow-ups": followUps,
  "0034-phone-index-country": phoneIndexCountry,
  "0036-payments": payments,
  "0038-canned-responses": cannedResponses,
  "0040-masking": masking,
  "0041-after-chats": afterChats,
  "0043-contact-records": contactRecords,
  "0044-screen-pop": screenPop,
  "0046-profiles": profiles,
  "0047-second-factor": secondFactor,
  "0048-preferences": preferences,
  "0049-client-logs": clientLogs,
  "0050-agent-time": agentTime,
  "0051-widget": widget,
  "0064-supervision-notes": supervisionNotes,
  "0065-alerts": alerts,
  "0069-search-index": searchIndex,
  "0072-users": users,
  "0073-roles": roles,
  "0076-services": services,
  "0083-audit": audit,
  "0092-api-keys": apiKeys,
  "0098-void-transcripts": voidTranscripts,
  "0104-schedules": schedules,
};
