import { ActionIcon } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled, IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { complainOf } from '../../ui/toast.ts';
import { lengthOf } from '../thread/size.ts';
import classes from './composer.module.css';

/** Forms a browser may record in, the one messengers like best first. */
const forms = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];
/** Longest recording in seconds. */
const longest = 15 * 60;

const formOf = (): string | undefined => forms.find((form) => MediaRecorder.isTypeSupported(form));
const nameOf = (type: string): string =>
  `voz-${Date.now()}.${type.includes('ogg') ? 'ogg' : type.includes('webm') ? 'webm' : 'm4a'}`;

type Recording = { recorder: MediaRecorder; since: number; keep: boolean };

/** Records a voice note; it is added like a file and sent with the message. */
export function VoiceRecorder({ onRecorded }: { onRecorded: (file: File) => void }) {
  const { t } = useTranslation('conversations');
  const [seconds, setSeconds] = useState<number | null>(null);
  const recording = useRef<Recording | null>(null);
  const stop = useCallback((keep: boolean) => {
    if (!recording.current) return;
    recording.current.keep = keep;
    recording.current.recorder.stop();
  }, []);
  useEffect(() => () => stop(false), [stop]);
  useEffect(() => {
    if (seconds === null) return;
    const timer = setInterval(() => {
      const past = Math.floor((Date.now() - (recording.current?.since ?? Date.now())) / 1000);
      setSeconds(past);
      if (past >= longest) stop(true);
    }, 500);
    return () => clearInterval(timer);
  }, [seconds, stop]);

  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream, { mimeType: formOf(), audioBitsPerSecond: 32_000 });
      const parts: Blob[] = [];
      const own: Recording = { recorder, since: Date.now(), keep: true };
      recording.current = own;
      recorder.ondataavailable = (event) => parts.push(event.data);
      recorder.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        setSeconds(null);
        recording.current = null;
        const type = recorder.mimeType.split(';')[0] ?? 'audio/webm';
        if (own.keep && parts.length > 0) onRecorded(new File(parts, nameOf(type), { type }));
      };
      recorder.start(1000);
      setSeconds(0);
    } catch {
      complainOf(t('voice.refused'));
    }
  };
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) return null;
  if (seconds === null) {
    return (
      <ActionIcon
        title={t('voice.record')}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('voice.record')}
        onClick={start}
      >
        <IconMicrophone size={20} stroke={1.7} />
      </ActionIcon>
    );
  }
  return (
    <span className={classes.recording} role="status">
      <i aria-hidden />
      {lengthOf(seconds)}
      <ActionIcon variant="filled" size="md" aria-label={t('voice.stop')} onClick={() => stop(true)}>
        <IconPlayerStopFilled size={15} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="md"
        aria-label={t('voice.discard')}
        onClick={() => stop(false)}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </span>
  );
}
