import type { TemplateButton, TemplatePart } from '@meada/contract/templates';
import {
  IconCopy,
  IconExternalLink,
  IconFile,
  IconMapPin,
  IconPhone,
  IconPhoto,
  IconShoppingBag,
  IconVideo,
} from '@tabler/icons-react';
import classes from './template.module.css';

const headers = {
  image: IconPhoto,
  video: IconVideo,
  document: IconFile,
  location: IconMapPin,
  product: IconShoppingBag,
};
const icons: Partial<Record<TemplateButton['kind'], typeof IconPhoto>> = {
  url: IconExternalLink,
  phone: IconPhone,
  copy_code: IconCopy,
  one_time_code: IconCopy,
  catalogue: IconShoppingBag,
  products: IconShoppingBag,
};

/** Stars are bold, as messengers write it. */
function Formatted({ text }: { text: string }) {
  const pieces = text.split(/(\*[^*\n]+\*)/);
  return (
    <p>
      {pieces.map((piece, n) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing else
        /^\*[^*]+\*$/.test(piece) ? <b key={n}>{piece.slice(1, -1)}</b> : piece,
      )}
    </p>
  );
}

function Part({ part, picture }: { part: TemplatePart; picture?: string }) {
  if (part.part === 'header') {
    if (part.format === 'text') return <b>{part.text}</b>;
    const Icon = headers[part.format];
    return picture && part.format === 'image' ? (
      <img src={picture} alt="" />
    ) : (
      <span className={classes.media}>
        <Icon size={28} stroke={1.4} aria-hidden />
      </span>
    );
  }
  if (part.part === 'buttons')
    return (
      <ul className={classes.buttons}>
        {part.buttons.map((button, n) => {
          const Icon = icons[button.kind];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two buttons may say the same
            <li key={n} title={button.url ?? button.phone}>
              {Icon ? <Icon size={14} aria-hidden /> : null} {button.text}
            </li>
          );
        })}
      </ul>
    );
  if (part.part === 'cards')
    return (
      <div className={classes.cards}>
        {part.cards.map((card, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cards are what stands at their place
          <TemplatePreview key={n} parts={card} />
        ))}
      </div>
    );
  return part.part === 'body' ? <Formatted text={part.text} /> : <small>{part.text}</small>;
}

/** A template as the customer will see it. */
export function TemplatePreview({ parts, picture }: { parts: readonly TemplatePart[]; picture?: string }) {
  return (
    <div className={classes.bubble}>
      {parts.map((part) => (
        <Part key={part.part} part={part} picture={picture} />
      ))}
    </div>
  );
}
