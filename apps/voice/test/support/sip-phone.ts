import { randomBytes } from "node:crypto";
import { RtpPhone } from "./rtp-phone.js";
import { type LineOptions, openLine, type SipLine } from "./sip-line.js";
import { until } from "./until.js";

interface Message {
  readonly first: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * A telephone in small for tests, written down by hand so that it shares no code with our SIP stack: one call at a time,
 * over UDP unless it is told otherwise, plain RTP. It calls, is called, and keeps every message that it got.
 */
export class SipPhone {
  readonly got: Message[] = [];
  readonly rtp: RtpPhone;
  private readonly callId = randomBytes(8).toString("hex");
  private readonly tag = randomBytes(4).toString("hex");
  private isCut = false;
  private sequence = 1;
  private remoteTag = "";
  private remoteTarget = "";
  private invite: { branch: string; headers: string } | undefined;
  private incoming: Message | undefined;
  /** What it does with a call that comes in. */
  onInvite: (phone: SipPhone) => void = (phone) => phone.reply(486, "Busy Here");
  /** What it does with a change of the call that came in. */
  onChange: (phone: SipPhone) => void = () => {};
  userAgent = "test phone";

  private constructor(
    private readonly line: SipLine,
    rtp: RtpPhone,
    private readonly server: { readonly port: number },
  ) {
    this.rtp = rtp;
  }

  static async open(serverPort: number, port = 0, options: LineOptions = {}): Promise<SipPhone> {
    const parts: { phone?: SipPhone } = {};
    const line = await openLine(serverPort, { ...options, port }, (text) => parts.phone?.take(read(text)));
    const phone = new SipPhone(line, await RtpPhone.open(line.host), { port: serverPort });
    parts.phone = phone;
    return phone;
  }

  get port(): number {
    return this.line.port;
  }

  close(): void {
    this.line.close();
    this.rtp.close();
  }

  /** Nothing passes either way until `mend`; the phone itself goes on. */
  cut(): void {
    this.isCut = true;
    this.rtp.isCut = true;
  }

  mend(): void {
    this.isCut = false;
    this.rtp.isCut = false;
  }

  /** Its connection breaks; it does not know that. */
  cutLine(): void {
    this.line.close();
  }

  status(code: number): Message | undefined {
    return this.got.find(({ first }) => first.startsWith(`SIP/2.0 ${code}`));
  }

  request(method: string): Message | undefined {
    return this.got.find(({ first }) => first.startsWith(`${method} `));
  }

  /** Sends an INVITE. @param sdp `null`: without an offer. */
  call(number: string, { from = "15035550142", sdp = this.rtp.sdp() as string | null } = {}): void {
    const branch = `z9hG4bK${randomBytes(6).toString("hex")}`;
    const headers =
      `From: "Emma Tester" <sip:${from}@${this.host}>;tag=${this.tag}\r\nTo: <sip:${number}@${this.host}>\r\n` +
      `Call-ID: ${this.callId}\r\n`;
    this.remoteTarget = `sip:${number}@${this.host}:${this.server.port}`;
    this.invite = { branch, headers };
    this.send("INVITE", this.remoteTarget, branch, headers, sdp);
  }

  async answered(within = 5_000): Promise<Message> {
    const ok = await until(() => this.status(200), within, "200 to the INVITE");
    this.remoteTag = /tag=([^;\s]+)/.exec(ok.headers.get("to") ?? "")?.[1] ?? "";
    this.remoteTarget = /<([^>]+)>/.exec(ok.headers.get("contact") ?? "")?.[1] ?? this.remoteTarget;
    if (ok.body !== "") this.rtp.far(ok.body);
    return ok;
  }

  acknowledge(sdp: string | null = null): void {
    this.send("ACK", this.remoteTarget, undefined, this.within(), sdp);
  }

  /** Calls, answers everything that is asked of it and is in the call. */
  async connect(number: string): Promise<void> {
    this.call(number);
    await this.answered();
    this.acknowledge();
  }

  cancel(): void {
    if (this.invite === undefined) throw new Error("nothing to cancel");
    this.send("CANCEL", this.remoteTarget, this.invite.branch, this.invite.headers, null);
  }

  bye(): void {
    this.sequence += 1;
    this.send("BYE", this.remoteTarget, undefined, this.within(), null);
  }

  reinvite(sdp: string): void {
    this.got.length = 0;
    this.sequence += 1;
    this.send("INVITE", this.remoteTarget, undefined, this.within(), sdp);
  }

  info(digit: string): void {
    this.sequence += 1;
    const type = "Content-Type: application/dtmf-relay\r\n";
    this.send(
      "INFO",
      this.remoteTarget,
      undefined,
      this.within() + type,
      `Signal=${digit}\r\nDuration=160\r\n`,
      "",
    );
  }

  /** Answers the INVITE that came in last. */
  reply(code: number, reason: string, sdp: string | null = null): void {
    const { incoming } = this;
    if (incoming === undefined) throw new Error("nobody has called");
    this.answer(incoming, code, reason, sdp);
  }

  /** Takes the call that came in. */
  pickUp(): void {
    const { incoming } = this;
    if (incoming === undefined) throw new Error("nobody has called");
    this.rtp.far(incoming.body);
    this.reply(200, "OK", this.rtp.sdp());
  }

  /** Says that an incoming call's dialog is the one for `bye`. */
  private adopt(invite: Message): void {
    this.remoteTarget = /<([^>]+)>/.exec(invite.headers.get("contact") ?? "")?.[1] ?? "";
    this.sequence = 100;
  }

  private get host(): string {
    const { host } = this.line;
    return host.includes(":") ? `[${host}]` : host;
  }

  private get contact(): string {
    const transport = this.line.over === "udp" ? "" : `;transport=${this.line.over}`;
    return `<sip:phone@${this.host}:${this.port}${transport}>`;
  }

  private within(): string {
    if (this.incoming !== undefined) {
      const { headers } = this.incoming;
      return (
        `From: ${headers.get("to")};tag=${this.tag}\r\nTo: ${headers.get("from")}\r\n` +
        `Call-ID: ${headers.get("call-id")}\r\n`
      );
    }
    const base = this.invite?.headers ?? "";
    return base.replace(/(To: [^\r]+)/, `$1;tag=${this.remoteTag}`);
  }

  private take(message: Message): void {
    if (this.isCut || this.isOfFormerCall(message)) return;
    this.got.push(message);
    if (message.first.startsWith("SIP/2.0")) {
      const code = Number(message.first.split(" ")[1]);
      const isInvite = message.headers.get("cseq")?.endsWith("INVITE") === true;
      // Refusals of an INVITE are acknowledged within its transaction.
      if (isInvite && code >= 300 && this.invite !== undefined) {
        const headers = this.invite.headers.replace(/To: [^\r]+/, `To: ${message.headers.get("to")}`);
        this.send("ACK", this.remoteTarget, this.invite.branch, headers, null);
      }
      return;
    }
    const method = message.first.split(" ")[0];
    if (method === "INVITE") {
      const again = this.incoming !== undefined;
      this.incoming = message;
      if (again) {
        this.onChange(this);
        return;
      }
      this.adopt(message);
      this.onInvite(this);
    } else if (method === "CANCEL") {
      this.answer(message, 200, "OK", null);
      if (this.incoming !== undefined) this.reply(487, "Request Terminated");
    } else if (method !== "ACK") this.answer(message, 200, "OK", null);
  }

  /** Sent again to a phone that had this port before: its call is nothing to this one. */
  private isOfFormerCall({ first, headers }: Message): boolean {
    const known = [this.callId, this.incoming?.headers.get("call-id")];
    return !/^(INVITE|OPTIONS|SIP\/2\.0) /.test(first) && !known.includes(headers.get("call-id"));
  }

  private answer(request: Message, code: number, reason: string, sdp: string | null): void {
    const { headers } = request;
    const to = headers.get("to") ?? "";
    const tagged = to.includes("tag=") || code === 100 ? to : `${to};tag=${this.tag}`;
    this.write(
      `SIP/2.0 ${code} ${reason}\r\nVia: ${headers.get("via")}\r\nFrom: ${headers.get("from")}\r\nTo: ${tagged}\r\n` +
        `Call-ID: ${headers.get("call-id")}\r\nCSeq: ${headers.get("cseq")}\r\n` +
        `Contact: ${this.contact}\r\n`,
      sdp,
    );
  }

  private send(
    method: string,
    uri: string,
    branch: string | undefined,
    headers: string,
    body: string | null,
    type = "Content-Type: application/sdp\r\n",
  ): void {
    const via = branch ?? `z9hG4bK${randomBytes(6).toString("hex")}`;
    const kind = method === "ACK" || method === "CANCEL" ? "" : `User-Agent: ${this.userAgent}\r\n`;
    const sent = method === "ACK" || method === "CANCEL" ? this.inviteSequence() : this.sequence;
    if (method === "INVITE") this.lastInvite = this.sequence;
    this.write(
      `${method} ${uri} SIP/2.0\r\nVia: SIP/2.0/${this.line.over.toUpperCase()} ${this.host}:${this.port};branch=${via};rport\r\nMax-Forwards: 70\r\n` +
        `${headers}CSeq: ${sent} ${method}\r\nContact: ${this.contact}\r\n${kind}`,
      body,
      type,
    );
  }

  private lastInvite = 1;
  private inviteSequence(): number {
    return this.lastInvite;
  }

  private write(head: string, body: string | null, type = "Content-Type: application/sdp\r\n"): void {
    const content = body ?? "";
    const text = `${head}${content === "" ? "" : type}Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`;
    if (!this.isCut) this.line.send(text);
  }
}

function read(text: string): Message {
  const [head = "", body = ""] = text.split("\r\n\r\n", 2);
  const [first = "", ...lines] = head.split("\r\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { first, headers, body };
}
