import type { Settings } from '../../../modules/inboxes/port.ts';

/** A complaint site as the settings know it. */
export type Site = {
  name: string;
  /** Part of addresses and ids: the same for what comes by mail and what is written down. */
  slug: string;
  domains: string[];
  days: number | null;
  workingDays: boolean;
  bestMark: number;
};

export function slugOf(name: string): string {
  const slug = name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return slug.slice(0, 80) || 'site';
}

/** Lines `name | domains | days | best mark`; what cannot be read of one is left out of it. */
export function sitesOf(settings: Settings): Site[] {
  const lines = Array.isArray(settings.sites) ? settings.sites : [];
  return lines.slice(0, 50).flatMap((line): Site[] => {
    const [name = '', domains = '', days = '', mark = ''] = line
      .slice(0, 500)
      .split('|')
      .map((part) => part.trim());
    if (!name) return [];
    const count = Number(/\d{1,3}/.exec(days)?.[0] ?? Number.NaN);
    const best = Number(/\d{1,3}/.exec(mark)?.[0] ?? 10);
    return [
      {
        name: name.slice(0, 100),
        slug: slugOf(name),
        domains: domains
          .toLowerCase()
          .split(/[\s,;]+/)
          .filter((domain) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)),
        days: count > 0 ? count : null,
        workingDays: /[uú]te|h[aá]b|work|business/i.test(days),
        bestMark: best > 0 ? best : 10,
      },
    ];
  });
}

/** The site whose domain, or a subdomain of it, a sender's is. */
export const siteOfDomain = (sites: readonly Site[], domain: string): Site | undefined =>
  sites.find((site) => site.domains.some((own) => domain === own || domain.endsWith(`.${own}`)));

const dayMs = 86_400_000;
/** Deadlines end with the day in Brasília (UTC−3, no summer time). */
const zoneMs = 3 * 3_600_000;

/** The end of the last day to answer, counted from the day after; public holidays are not known. Null: no deadline. */
export function deadlineOf(site: Site, from: string): string | null {
  if (!site.days) return null;
  let day = Math.floor((Date.parse(from) - zoneMs) / dayMs);
  if (Number.isNaN(day)) return null;
  for (let left = site.days; left > 0; ) {
    day += 1;
    // Day 0 of the Unix epoch was a Thursday.
    const weekday = (day + 4) % 7;
    if (!site.workingDays || (weekday !== 0 && weekday !== 6)) left -= 1;
  }
  return new Date((day + 1) * dayMs + zoneMs - 1000).toISOString();
}
