import { useEffect, useState } from 'react';

/** Whether the board has the whole screen: by its button, or by `?full` in the address for a screen on a wall. */
export function useFull(): { full: boolean; toggle: () => void } {
  const [full, setFull] = useState(() => new URLSearchParams(location.search).has('full'));
  useEffect(() => {
    const change = () => {
      if (!document.fullscreenElement) setFull(false);
    };
    document.addEventListener('fullscreenchange', change);
    return () => document.removeEventListener('fullscreenchange', change);
  }, []);
  const toggle = () => {
    if (full) {
      setFull(false);
      if (document.fullscreenElement) void document.exitFullscreen();
      return;
    }
    setFull(true);
    // Where the browser does not allow it the board still covers the page.
    document.documentElement.requestFullscreen?.().catch(() => {});
  };
  return { full, toggle };
}
