const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

/** "Chrome · Windows" of a browser's long name, good enough to recognise an own device; the name itself otherwise. */
export function deviceOf(agent: string): { name: string; phone: boolean } {
  const find = (list: [RegExp, string][]) => list.find(([shape]) => shape.test(agent))?.[1];
  const name = [find(browsers), find(systems)].filter(Boolean).join(' · ');
  return { name: name || agent.slice(0, 60), phone: /Mobile|iPhone|Android/.test(agent) };
}
