import { addBusinessDays, addDays } from '../../../modules/hours/index.ts';
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

/** Deadlines end with the day in Brasília (UTC−3, no summer time). */
const zoneMs = 3 * 3_600_000;

/**
 * The end of the last day to answer, counted from the day after; where the site counts business days, without weekends
 * and national holidays. Null: no deadline.
 */
export function deadlineOf(site: Site, from: string): string | null {
  const at = Date.parse(from);
  if (!site.days || Number.isNaN(at)) return null;
  const first = new Date(at - zoneMs).toISOString().slice(0, 10);
  const last = site.workingDays ? addBusinessDays(first, site.days) : addDays(first, site.days);
  return new Date(Date.parse(`${addDays(last, 1)}T00:00:00Z`) + zoneMs - 1000).toISOString();
}
