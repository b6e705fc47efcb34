import { describe, expect, it } from "vitest";
import { readEvents } from "../src/wire/index.js";

describe("what this app cannot show", () => {
  it("is left out, and what stands around it is read", () => {
    const events = [
      { event: "chat_session_form_show", form_request_id: "1", form_name: "x", form_timeout: "60" },
      { event: "chat_session_secure_form_show", form_request_id: "2", form_id: "card" },
      { event: "chat_session_message", msg_id: "m", party_id: "p", msg: "hello", timestamp: "1700000000" },
      { event: "chat_session_secure_form_cancel", form_request_id: "2" },
      { event: "chat_session_secure_form_data", form_request_id: "2", data: { number: "********" } },
      { event: "chat_session_cobrowsing_requested", msg_id: "3" },
      { event: "chat_session_cobrowsing_started", cobrowsing_url: "https://view.example/" },
      { event: "chat_session_info", service_name: "Auto claims" },
    ];
    expect(readEvents({ events }).map(({ type }) => type)).toEqual(["message"]);
  });
});
