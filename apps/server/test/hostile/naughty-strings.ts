/**
 * Texts that have made programs fail, stop, or do what they say, one or two of each kind. A list of our own making; where a
 * fault was found by one more, it is added here and is tried in every field from then on.
 */
const ofKinds = {
  nothing: ["", " ", "\u00a0\u2003", "\t\r\n"],
  scripts: [
    "<script>globalThis.canary=1</script>",
    `"'><img src=x onerror=globalThis.canary=1>`,
    "javascript:globalThis.canary=1",
    "</title></textarea></style></script><svg/onload=globalThis.canary=1>",
    "]]><!--",
  ],
  queries: ["'; DROP TABLE message; --", "\\' OR 1=1 --", "%_\\", "a:* & !(b | c) <-> 'd"],
  templates: [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of somebody else's.
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "$1 $& $` $'",
    "{contact.first_name} {{",
    "%s%n%p %00 %c0%ae",
  ],
  commands: ["$(touch canary) `touch canary` | touch canary; & touch canary", "../../../../etc/passwd"],
  formulas: ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\uff1d1+1", '"=1+1"', ";=1+1"],
  scriptsOfPeople: ["Zoë Ångström", "数据库 データ 데이터", "مرحبا بالعالم", "שלום", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙a̴̙l͞g̡͟o̶̧"],
  emoji: ["👩‍👩‍👧‍👦🏳️‍🌈🇩🇪", "👍🏿❤️‍🔥", "\u{1f9d1}".repeat(40)],
  unseen: ["\u200b\u200d\u2060\ufeff", "\u202egnp.exe\u2066", "\u2028\u2029", "\u00ad", "\u{e0041}\u{e007f}"],
  control: ["a\0b", "\u0001\u0008\u001b[31mred\u007f", "\u0085\u009b", "\r\nSet-Cookie: canary=1"],
  halves: ["\ud800", "\udc00x", "x\ud83d", "\ufffe\uffff"],
  numbers: ["0", "-1", "1e309", "NaN", "Infinity", "0x10", "1,000.00", "9007199254740993", "00012", "١٢٣"],
  words: [
    "null",
    "undefined",
    "true",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "CON",
    "NIL",
  ],
  dates: ["2026-02-30", "0000-00-00", "9999-12-31T23:59:60Z", "24:00", "-271821-04-20T00:00:00Z"],
  long: ["x".repeat(101), "W".repeat(2_001), "ß".repeat(9_999), "(".repeat(500), "a ".repeat(1_500)],
  patterns: ["(a+)+$", "[", "*", "(?<=x", "\\"],
} as const;

export const naughtyStrings: readonly string[] = Object.values(ofKinds).flat();
