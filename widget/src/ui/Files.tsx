import type { Attachment } from '@meada/contract/content';
import { useRef, useState } from 'preact/hooks';
import { safeHref } from '../core/links.ts';
import { minutesOf, sizeText } from '../core/time.ts';
import { Icon } from './Icon.tsx';
import { useChat } from './use.ts';

/** The files of a message, each as what it is. */
export function Files({ files }: { files: Attachment[] }) {
  return (
    <>
      {files.map((file) => (
        <OneFile key={file.id} file={file} />
      ))}
    </>
  );
}

function OneFile({ file }: { file: Attachment }) {
  const { bridge, texts } = useChat();
  const href = safeHref(file.url, bridge.server);
  if (file.state !== 'ready' || !href)
    return <p class="file muted">{file.state === 'pending' ? texts.pending : texts.gone}</p>;
  if (file.kind === 'image' || file.kind === 'sticker') return <Picture file={file} href={href} />;
  if (file.kind === 'audio' || file.kind === 'voice') return <AudioPlayer file={file} href={href} />;
  if (file.kind === 'video')
    // biome-ignore lint/a11y/useMediaCaption: what people send one another has no captions
    return <video class="video" controls preload="metadata" src={href} aria-label={file.name} />;
  return <Document file={file} href={href} />;
}

function Picture({ file, href }: { file: Attachment; href: string }) {
  const { bridge, texts } = useChat();
  const [broken, setBroken] = useState(false);
  const source = safeHref(file.thumbnailUrl ?? file.url, bridge.server) ?? href;
  if (broken) return <Document file={file} href={href} />;
  return (
    <a class={`picture ${file.kind}`} href={href} target="_blank" rel="noopener noreferrer">
      <img
        src={source}
        alt={file.name || texts.image}
        width={file.width ?? undefined}
        height={file.height ?? undefined}
        loading="lazy"
        onError={() => setBroken(true)}
      />
    </a>
  );
}

function Document({ file, href }: { file: Attachment; href: string }) {
  const { locale } = useChat();
  return (
    <a class="file" href={href} target="_blank" rel="noopener noreferrer" download={file.name}>
      <Icon name="file" />
      <span>
        <span class="name">{file.name}</span>
        <small>{sizeText(file.size, locale)}</small>
      </span>
    </a>
  );
}

function AudioPlayer({ file, href }: { file: Attachment; href: string }) {
  const { texts } = useChat();
  const audio = useRef<HTMLAudioElement>(null);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(file.seconds ?? 0);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) return <Document file={file} href={href} />;
  const toggle = () =>
    playing ? audio.current?.pause() : void audio.current?.play().catch(() => setBroken(true));
  const seek = (to: number) => {
    if (audio.current) audio.current.currentTime = to;
    setAt(to);
  };
  return (
    <div class="audio">
      {/* biome-ignore lint/a11y/useMediaCaption: what people send one another has no captions */}
      <audio
        ref={audio}
        src={href}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onError={() => playing && setBroken(true)}
        onTimeUpdate={() => setAt(audio.current?.currentTime ?? 0)}
        onDurationChange={() => {
          const known = audio.current?.duration ?? 0;
          // A recording made in a browser has no length until it was played through.
          if (Number.isFinite(known) && known > 0) setLength(known);
        }}
      />
      <button type="button" class="round" aria-label={playing ? texts.pause : texts.play} onClick={toggle}>
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <input
        type="range"
        min="0"
        max={Math.max(length, at, 0.1)}
        step="0.1"
        value={at}
        aria-label={texts.position}
        aria-valuetext={minutesOf(at)}
        onInput={(event) => seek(Number(event.currentTarget.value))}
      />
      <small>{minutesOf(at > 0 ? at : length)}</small>
    </div>
  );
}
