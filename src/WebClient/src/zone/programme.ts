import { computed, signal } from '@preact/signals';
import { french, local } from '../i18n';
import type { SiteStatus } from '../live/wire';
import { call, live } from '../sign-in/session';
import { says } from './words';

export interface LocalText {
  readonly fr: string;
  readonly en: string;
}

export interface Site {
  readonly number: number;
  readonly key: string;
  readonly label: string;
  readonly sector: LocalText;
  readonly zone: string;
  readonly look: string;
  readonly fictional: boolean;
  /** In French. */
  readonly jobs: readonly string[];
  /** The same in English, each in its place; empty or absent where it is said in French only. */
  readonly jobsEn?: readonly string[];
  readonly media?: readonly Medium[];
  /** When a professional is to be there by the organiser's plan. */
  readonly hours?: readonly { readonly from: string; readonly until: string }[];
}

/** Something of a site to look at. */
export interface Medium {
  readonly title: LocalText;
  readonly kind: 'link' | 'document' | 'video';
  readonly url: string;
  /** 0 where a duration means nothing. */
  readonly seconds: number;
  readonly language: string;
  readonly captions: readonly { readonly language: string; readonly url: string }[];
}

export interface TalkSlot {
  readonly key: string;
  readonly title: LocalText;
  readonly startsAt: string;
  readonly endsAt: string;
}

export interface Programme {
  readonly version: number;
  readonly name: LocalText;
  readonly demo: boolean;
  readonly zones: readonly { readonly key: string; readonly label: LocalText }[];
  readonly sites: readonly Site[];
  readonly talks: readonly TalkSlot[];
}

export const theEvent = 'event:main';

/** undefined: loading; null: failed. */
export const programme = signal<Programme | null | undefined>(undefined);

export async function loadProgramme(): Promise<void> {
  try {
    programme.value = await call<Programme>('GET', '/api/programme');
  } catch {
    programme.value = null;
  }
}

/** The one picture of the zone: list and map are two views of it. */
export const zoneStatus = computed<Readonly<Record<string, SiteStatus>>>(
  () => live.rooms.value.get(theEvent)?.pulse.value?.zone ?? {},
);

export function statusOf(room: string): SiteStatus {
  return zoneStatus.value[room] ?? { present: 0, available: 0, live: false };
}

export function siteOf(key: string): Site | undefined {
  return programme.value?.sites.find((site) => site.key === key);
}

export function talkOf(key: string): TalkSlot | undefined {
  return programme.value?.talks.find((talk) => talk.key === key);
}

/** Whether a site is what is searched for, by its name, sector, jobs or district. */
export function matches(site: Site, search: string, district?: LocalText): boolean {
  const { label, sector, jobs, jobsEn = [] } = site;
  return says([label, sector.fr, sector.en, ...jobs, ...jobsEn, district?.fr, district?.en].join(' '), search);
}

interface ShownJob {
  readonly fr: string;
  readonly text: string;
  readonly lang: 'fr' | undefined;
}

/** A site's jobs in the language of the page; those that are said in French only are marked so. */
export function jobsOf({ jobs, jobsEn = [] }: Site): readonly ShownJob[] {
  return jobs.map((fr, at) => {
    const en = jobsEn[at];
    return en ? { fr, text: local({ fr, en }), lang: undefined } : { fr, text: fr, lang: french() };
  });
}
