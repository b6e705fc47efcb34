import { MessageManager } from "../../messages/MessageManager.js";
import { Head } from "../parts/Head.js";

/** Shared messages: what agents play into calls, for one service or for all. */
export const MessagesSection = () => (
  <>
    <Head section="messages" />
    <div className="setup-scroll setup-pad">
      <MessageManager shared />
    </div>
  </>
);
