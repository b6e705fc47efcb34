/** A port can't be listened on; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/**
 * A sentence for a port that can't be listened on, naming the variable to change.
 * @returns `undefined` when the error is about something else.
 */
export function explainListenError(
  error: unknown,
  listening: { readonly variable: "PORT" | "HTTPS_PORT"; readonly port: number; readonly host: string },
): string | undefined {
  const { variable, port, host } = listening;
  switch ((error as NodeJS.ErrnoException | undefined)?.code) {
    case "EADDRINUSE":
      return `Port ${port} is in use by another program: set ${variable} to a free one, as in  ${variable}=${port + 1} npm start`;
    case "EACCES":
      return `This user may not listen on port ${port}: set ${variable} to one above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `This machine has no address ${host}: set HOST to one it has, or leave it out.`;
    default:
      return undefined;
  }
}
