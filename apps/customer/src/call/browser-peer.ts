import type { Peer } from "./app-call.js";

/** A browser's connection, which plays what comes. */
export class BrowserPeer implements Peer {
  private readonly connection: RTCPeerConnection;
  private readonly sound = new Audio();

  constructor(iceServers: RTCIceServer[]) {
    this.connection = new RTCPeerConnection({ iceServers });
    this.sound.autoplay = true;
    this.connection.ontrack = ({ track }) => {
      this.sound.srcObject = new MediaStream([track]);
      // Allowed while the microphone is open; a browser that holds it back all the same plays at the next touch.
      this.sound
        .play()
        .catch(() => addEventListener("pointerdown", () => void this.sound.play(), { once: true }));
    };
  }

  get state(): RTCPeerConnectionState {
    return this.connection.connectionState;
  }

  async answer(offer: string, microphone: MediaStream): Promise<string> {
    await this.connection.setRemoteDescription({ type: "offer", sdp: offer });
    for (const track of microphone.getAudioTracks()) this.connection.addTrack(track, microphone);
    await this.connection.setLocalDescription(await this.connection.createAnswer());
    return this.connection.localDescription?.sdp ?? "";
  }

  async addCandidate(candidate: string, mid: string): Promise<void> {
    await this.connection.addIceCandidate({ candidate, sdpMid: mid, sdpMLineIndex: 0 });
  }

  onCandidate(take: (candidate: RTCIceCandidate) => void): void {
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== "") take(candidate);
    };
  }

  onState(take: (state: RTCPeerConnectionState) => void): void {
    this.connection.onconnectionstatechange = () => take(this.connection.connectionState);
  }

  close(): void {
    this.connection.onconnectionstatechange = null;
    this.connection.onicecandidate = null;
    this.connection.close();
    this.sound.srcObject = null;
  }
}

/** @throws DOMException when the customer, or the browser, does not allow it. */
export function openMicrophone(): Promise<MediaStream> {
  if (!("mediaDevices" in navigator)) return Promise.reject(new Error("no microphone on this page"));
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
}
