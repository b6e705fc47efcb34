/** Calls in the app over the chat's signaling events. */
export {
  AppCall,
  type AppCallPorts,
  type AppCallStage,
  type AppCallState,
  type AppCallTrouble,
  idleCall,
  type Peer,
} from "./app-call.js";
export { BrowserPeer, openMicrophone } from "./browser-peer.js";
export { ring } from "./ring.js";
