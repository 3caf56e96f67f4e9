// Records the microphone and writes WAV files of it.
const RATE = 16_000;
const MAX_SECONDS = 3;
const HEADER_BYTES = 44;

// Browsers offer the microphone only to pages of this machine or with HTTPS.
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

// Starts to record. Returns a function that stops it, and the WAV file that it gives in the end.
export async function record() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener('dataavailable', event => parts.push(event.data));
  const ended = new Promise(resolve => { recorder.addEventListener('stop', resolve); });
  const stop = () => recorder.state === 'recording' && recorder.stop();
  const timer = setTimeout(stop, 1000 * MAX_SECONDS);
  recorder.start();
  const file = ended.then(async () => {
    clearTimeout(timer);
    stream.getTracks().forEach(track => track.stop());
    const recording = await new Blob(parts).arrayBuffer();
    return wav(mono(await new OfflineAudioContext(1, 1, RATE).decodeAudioData(recording)));
  });
  return { stop, file };
}

function mono(audio) {
  const channels = Array.from({ length: audio.numberOfChannels }, (_, i) => audio.getChannelData(i));
  const length = Math.min(audio.length, RATE * MAX_SECONDS);
  return Float32Array.from({ length }, (_, i) => channels.reduce((sum, each) => sum + each[i], 0) / channels.length);
}

// samples: of one channel, -1 to 1.
export function wav(samples) {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + 2 * samples.length));
  const text = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // bytes of the format
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true); // bits
  text(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, i) => view.setInt16(HEADER_BYTES + 2 * i, Math.max(-1, Math.min(1, value)) * 0x7fff, true));
  return view.buffer;
}
