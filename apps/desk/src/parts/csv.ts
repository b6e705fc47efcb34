/** Begins what a spreadsheet would take for a formula; some take the wide signs of East Asia for the narrow ones. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const QUOTED = /^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/;

/** Tables as text (RFC 4180), safe against formulas: what would be one has an apostrophe before it. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = FORMULA.test(text) ? `'${text}` : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  // Spreadsheets take a file without this mark for one in the letters of the country.
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** The reverse, with commas, semicolons or tabs between the cells, whichever the first line has. Empty lines are left out. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const whole = text.replace(/^\ufeff/, "");
  const [head = ""] = whole.split(/\r\n|\r|\n/, 1);
  const between = head.includes(";") && !head.includes(",") ? ";" : head.includes("\t") ? "\t" : ",";
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell.replace(QUOTED, ""));
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < whole.length; at++) {
    const letter = whole[at];
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (whole[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (letter === '"' && cell === "") isQuoted = true;
    else if (letter === between) endCell();
    else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
    else if (whole[at + 1] !== "\n") endRow();
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}
