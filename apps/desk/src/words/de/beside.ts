import type { beside as en } from "../en/beside.js";
import type { Translation } from "../translation.js";

export const beside = {
  none: "Kein Agent hat einen Chat.",
  who: "Kunde",
  turn: "Wartet",
  since: "Seit",
  agents: "Agenten",
  read: "Mitlesen",
  answered: "Beantwortet",
  ending: "Endet",
  away: "Kunde abwesend",
  nobody: "gerade niemand",
  reads: "{{name}} liest mit",
  own: "Sie lesen mit",
  do: {
    read: "Mitlesen: der Chat mit {{customer}}",
    stop: "Nicht mehr mitlesen: der Chat mit {{customer}}",
    open: "Den Chat mit {{customer}} öffnen",
    yours: "Sie sind selbst in diesem Chat.",
    nobody: "In diesem Chat ist kein Agent.",
  },
  unseen: "Sie lesen mit. Die Agenten sehen es, sobald Sie flüstern.",
  with: "Mit: {{names}}",
  open: "Öffnen",
  over: "Der Chat mit {{customer}} ist beendet.",
  stop: "Mitlesen beenden",
  phase: "Sie lesen mit",
  call: { listen: "Sie hören mit", whisper: "Sie flüstern", barge: "Sie sprechen mit" },
  theirTurn: "Am Zug seit {{time}}",
  agent: {
    reads: "{{names}} liest mit",
    hint: "Ein Supervisor liest diesen Chat mit. Was Sie flüstern, geht auch dorthin; der Kunde sieht nichts davon.",
  },
} satisfies Translation<typeof en>;
