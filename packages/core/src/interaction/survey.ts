import { type Deciding, reject, type Verdict } from "../center/deciding.js";
import type { Store } from "../center/store.js";
import { SURVEY_STARS_MAX } from "../configuration/configuration.js";
import type { Instant } from "../time/time.js";
import type { Interaction, InteractionCommand, InteractionEvent } from "./interaction.js";

/** By the place of the event in the journal. */
const FORGETS_EVERY = 16;

/** SPEC SVY-1: whoever was never answered has nothing to say about the conversation. */
export function offerSurvey(deciding: Deciding, { id, channel, serviceId, answeredAt }: Interaction): void {
  const rule = deciding.store.state.configuration.services.get(serviceId)?.survey;
  if (rule === undefined || channel !== "chat" || answeredAt === null) return;
  deciding.emit({ type: "SurveyOffered", interactionId: id, until: deciding.at + rule.answerMs });
}

/** SPEC SVY-2, SVY-3. Somebody else's is answered like one that does not exist. */
export function decideSurvey(
  deciding: Deciding,
  command: Extract<InteractionCommand, { readonly type: "AnswerSurvey" }>,
): Verdict {
  const { interactionId, clientKey, stars } = command;
  const survey = deciding.store.state.surveys.get(interactionId);
  if (survey === undefined || survey.clientKey !== clientKey || survey.until <= deciding.at)
    return reject("no_interaction");
  const { changeUntil, changeMs } = survey;
  if (changeUntil !== null && changeUntil <= deciding.at) return reject("not_suitable_state");
  if (!Number.isInteger(stars) || stars < 1 || stars > SURVEY_STARS_MAX) return reject("not_suitable_state");
  deciding.emit({
    type: "SurveyAnswered",
    interactionId,
    stars,
    changeUntil: changeUntil ?? deciding.at + changeMs,
  });
  return null;
}

type SurveyEvent = Extract<InteractionEvent, { readonly type: "SurveyOffered" | "SurveyAnswered" }>;

/** The interaction may have left memory long ago. */
export function evolveSurvey(store: Store, event: SurveyEvent, at: Instant): void {
  const { interactionId } = event;
  if (event.type === "SurveyAnswered") {
    const survey = store.state.surveys.get(interactionId);
    const { stars, changeUntil } = event;
    if (survey) store.setSurvey(interactionId, { ...survey, stars, changeUntil });
    return;
  }
  forgetSurveys(store, at);
  const { clientKey, serviceId } = store.interaction(interactionId);
  const changeMs = store.state.configuration.services.get(serviceId)?.survey?.changeMs ?? 0;
  store.setSurvey(interactionId, {
    interactionId,
    clientKey,
    serviceId,
    until: event.until,
    changeMs,
    stars: null,
    changeUntil: null,
  });
}

/**
 * Those that are over go when another begins, now and then: all of them are looked at, so that what is forgotten does not
 * hang on the order in which they stand.
 */
function forgetSurveys(store: Store, at: Instant): void {
  if (store.state.seq % FORGETS_EVERY !== 0) return;
  for (const { interactionId, until } of [...store.state.surveys.values()])
    if (until <= at) store.setSurvey(interactionId, null);
}
