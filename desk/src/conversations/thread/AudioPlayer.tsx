import type { Attachment } from '@meada/contract/content';
import { IconMicrophone, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthOf } from './size.ts';
import classes from './thread.module.css';

const speeds = [1, 1.5, 2];

/** Voice notes and sounds: play, seek, faster. */
export function AudioPlayer({ file }: { file: Attachment }) {
  const { t } = useTranslation('conversations');
  const sound = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(file.seconds ?? 0);
  const [speed, setSpeed] = useState(1);
  const [broken, setBroken] = useState(false);
  const toggle = () => {
    const player = sound.current;
    if (!player) return;
    // One at a time: what plays elsewhere in the thread is stopped.
    for (const other of document.querySelectorAll('audio')) if (other !== player) other.pause();
    if (player.paused) player.play().catch(() => setBroken(true));
    else player.pause();
  };
  const faster = () => {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
    setSpeed(next);
    if (sound.current) sound.current.playbackRate = next;
  };
  return (
    <div className={classes.audio}>
      {/* biome-ignore lint/a11y/useMediaCaption: what customers send has no captions */}
      <audio
        ref={sound}
        src={file.url}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) =>
          Number.isFinite(event.currentTarget.duration) && setLength(event.currentTarget.duration)
        }
        onError={() => setBroken(true)}
      />
      <button
        type="button"
        className={classes.play}
        onClick={toggle}
        aria-label={t(playing ? 'file.pause' : 'file.play')}
      >
        {playing ? <IconPlayerPauseFilled size={17} /> : <IconPlayerPlayFilled size={17} />}
      </button>
      <input
        type="range"
        min={0}
        max={Math.max(length, 0.1)}
        step={0.1}
        value={Math.min(at, length)}
        aria-label={t('file.position')}
        onChange={(event) => {
          if (sound.current) sound.current.currentTime = Number(event.currentTarget.value);
        }}
      />
      <span className={classes.clock}>{lengthOf(playing || at > 0 ? at : length)}</span>
      <button
        type="button"
        className={classes.speed}
        onClick={faster}
        aria-label={t('file.speed', { speed })}
      >
        {speed}×
      </button>
      {file.kind === 'voice' ? <IconMicrophone size={15} aria-hidden /> : null}
      {broken ? (
        <a className={classes.link} href={file.url} download={file.name}>
          {t('file.download')}
        </a>
      ) : null}
    </div>
  );
}
