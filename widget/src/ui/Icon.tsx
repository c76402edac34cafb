const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  send: 'M12 19V5M6 11l6-6 6 6',
  clip: 'M20 11.500l-8.200 8.200a5 5 0 0 1-7-7l8.400-8.400a3.300 3.300 0 0 1 4.700 4.700l-8.300 8.300a1.700 1.700 0 0 1-2.400-2.400l7.600-7.500',
  move: 'M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  reply: 'M9 8L4 13l5 5M4 13h10a6 6 0 0 1 6 6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2',
  check: 'M4 13l5 5L20 7',
  checks: 'M1.500 13l4.500 4.500L16 7.500M11 16l1.500 1.500L22.500 7.500',
  warn: 'M12 4l9 16H3zM12 10v4M12 17v.1',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  pin: 'M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12zM12 6.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  phone: 'M6 3h4l2 5-2.500 1.500a11 11 0 0 0 5 5L16 12l5 2v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
};

/** Line drawing of 24 units; decoration only, the words stand beside it or in the button's label. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
