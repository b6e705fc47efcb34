/**
 * A page that is nothing but a phone: microphone, a connection, and ears that can be asked what they hear. Runs in the
 * browser, so it may use nothing from outside.
 */
export const PHONE_PAGE = `<!doctype html><title>phone</title><script>
  let pc, analyser, context, sender;
  async function offer() {
    context = context ?? new AudioContext();
    await context.resume();
    pc?.close();
    pc = new RTCPeerConnection();
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
    sender = pc.addTrack(stream.getAudioTracks()[0], stream);
    pc.ontrack = ({ track }) => {
      const remote = new MediaStream([track]);
      // Chromium only decodes what some element plays.
      const audio = new Audio(); audio.srcObject = remote; audio.muted = true; audio.play();
      analyser = context.createAnalyser(); analyser.fftSize = 8192; analyser.smoothingTimeConstant = 0;
      context.createMediaStreamSource(remote).connect(analyser);
    };
    const gathered = new Promise((resolve) => {
      pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && resolve();
    });
    await pc.setLocalDescription(await pc.createOffer());
    await gathered;
    return pc.localDescription.sdp;
  }
  const answered = (sdp) => pc.setRemoteDescription({ type: "answer", sdp });
  /** Loudness at a frequency, in decibels of full scale; -200 before anything is heard. */
  function decibels(hertz) {
    if (!analyser) return -200;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = Math.round(hertz * analyser.fftSize / context.sampleRate);
    return Math.max(-200, ...bins.slice(at - 2, at + 3));
  }
</script>`;
