import { useEffect, useRef, useState } from 'preact/hooks';
import { addFiles } from '../chat/uploads.ts';
import { minutesOf } from '../core/time.ts';
import { Icon } from './Icon.tsx';
import { useChat, useNow } from './use.ts';

type Recording = { recorder: MediaRecorder; startedAt: number; wanted: boolean };

/** What browsers record, best first; the extension is what the file will be called. */
const formats = [
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/ogg;codecs=opus', 'ogg'],
  ['audio/mp4', 'm4a'],
] as const;

/** Records a voice note and puts it among the files to send; nothing where the browser cannot. */
export function Recorder() {
  const context = useChat();
  const { texts } = context;
  const [recording, setRecording] = useState<Recording | null>(null);
  const [failed, setFailed] = useState(false);
  const current = useRef<Recording | null>(null);
  const now = useNow(recording !== null);
  const format = formats.find(([type]) => globalThis.MediaRecorder?.isTypeSupported(type));
  useEffect(() => () => stop(current.current, false), []);
  if (!format || !navigator.mediaDevices) return null;

  const begin = async () => {
    try {
      setFailed(false);
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const [type, extension] = format;
      const recorder = new MediaRecorder(stream, { mimeType: type });
      const one: Recording = { recorder, startedAt: Date.now(), wanted: false };
      const chunks: Blob[] = [];
      recorder.ondataavailable = (event) => chunks.push(event.data);
      recorder.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        const plain = type.split(';')[0];
        if (one.wanted) addFiles(context, [new File(chunks, `audio.${extension}`, { type: plain })]);
      };
      recorder.start();
      current.current = one;
      setRecording(one);
    } catch {
      setFailed(true);
    }
  };
  const end = (wanted: boolean) => {
    stop(current.current, wanted);
    current.current = null;
    setRecording(null);
  };
  if (!recording)
    return (
      <>
        {failed && (
          <small class="float" role="alert">
            {texts.recordFailed}
          </small>
        )}
        <button type="button" class="ghost" aria-label={texts.record} onClick={begin}>
          <Icon name="mic" />
        </button>
      </>
    );
  return (
    <div class="recording">
      <button type="button" class="ghost" aria-label={texts.cancel} onClick={() => end(false)}>
        <Icon name="trash" />
      </button>
      <span role="timer" aria-label={texts.recording}>
        {minutesOf((now - recording.startedAt) / 1000)}
      </span>
      <button type="button" class="round" aria-label={texts.keepRecording} onClick={() => end(true)}>
        <Icon name="check" />
      </button>
    </div>
  );
}

function stop(recording: Recording | null, wanted: boolean): void {
  if (!recording || recording.recorder.state === 'inactive') return;
  recording.wanted = wanted;
  recording.recorder.stop();
}
