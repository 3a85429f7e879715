import { afterEach, expect, test } from 'vitest';
import event from '../../../Silo/Demo/demo.json';
import { setLanguage } from '../i18n';
import { me } from '../sign-in/session';
import { clear, found, onlyAvailable, search } from './filters';
import { foundMeetings, meetingPlaces } from './meeting';
import { jobsOf, matches, type Programme, type Site } from './programme';

const inEnglish: Readonly<Record<string, string>> = event.jobs;
const demo = {
  version: 1,
  demo: true,
  ...event,
  sites: event.sites.map((site) => ({ ...site, jobsEn: site.jobs.map((job) => inEnglish[job]) })),
  talks: event.talks.map((talk) => ({ ...talk, startsAt: '2099-12-04T08:30:00Z', endsAt: '' })),
} as unknown as Programme;

afterEach(() => {
  clear();
  me.value = null;
  setLanguage('fr');
});

const site: Site = {
  number: 19,
  key: 'atelier-de-chaudronnerie',
  label: 'Atelier de chaudronnerie',
  sector: { fr: 'chaudronnerie, tuyauterie', en: 'boiler making, piping' },
  zone: 'metal',
  look: 'saw-tooth roof',
  fictional: true,
  jobs: ['soudeur', 'métrologue', 'technicien d’essais'],
};

test.each(['soudeur', 'SOUDEUR', 'metrologue', 'boiler', 'atelier soudeur', "d'essais", 'd’essais', ''])(
  '[WB8] a site is found by "%s"',
  (search) => {
    expect(matches(site, search)).toBe(true);
  },
);

test('[WB8] every word must be there', () => {
  expect(matches(site, 'soudeur pilote')).toBe(false);
});

const inZone = (key: string) => demo.sites.filter((one) => one.zone === key).map((one) => one.key);
const withJob = (...jobs: readonly string[]) =>
  demo.sites.filter((one) => one.jobs.some((job) => jobs.some((part) => job.includes(part)))).map((one) => one.key);
const sitesFor = (text: string) => {
  search.value = text;
  return found(demo).map((one) => one.key);
};

test.each([
  ['Énergie', 'energie'],
  ['energy', 'energie'],
  ['Port & mer', 'port'],
  ['port & sea', 'port'],
  ['Métal & mécanique', 'metal'],
  ['Santé', 'sante'],
  ['health', 'sante'],
])('[WB8] "%s" finds all sites of its district', (text, zone) => {
  expect(inZone(zone).length).toBeGreaterThan(4);
  expect(sitesFor(text)).toEqual(expect.arrayContaining(inZone(zone)));
});

test.each([
  ['soudeuse', withJob('soudeur')],
  ['soudeuses', withJob('soudeur')],
  ['acheteur', withJob('acheteuse')],
  ['électricienne', withJob('électricien')],
  ['opératrices', withJob('opérateur')],
  ['grutière', withJob('grutier')],
  ['cheffe', withJob('chef')],
  ['ingénieure procédés', withJob('ingénieur procédés')],
  ['chargée d’affaires', withJob('chargé d’affaires')],
  ['ajusteuse-monteuse', withJob('ajusteur-monteur')],
])('[WB8] "%s" is found by whichever form of the job', (text, sites) => {
  expect(sites.length).toBeGreaterThan(0);
  expect(sitesFor(text)).toEqual(sites);
});

test.each([
  ['welder', withJob('soudeur')],
  ['Welders', withJob('soudeur')],
  ['crane operator', withJob('grutier')],
  ['boilermakers', withJob('chaudronnier')],
  ['machinist', withJob('usineur')],
])('[WB8] "%s" is found in English too', (text, sites) => {
  expect(sites.length).toBeGreaterThan(0);
  expect(sitesFor(text)).toEqual(sites);
});

test('[WB8] every job of the demo is said in English, once', () => {
  const jobs = new Set(event.sites.flatMap((one) => one.jobs));
  expect(Object.keys(inEnglish).sort()).toEqual([...jobs].sort());
});

test('[WB172] a job is said in the language of the page, or in French and marked so', () => {
  const said = { ...site, jobsEn: ['welder', ''] };
  expect(jobsOf(said).map(({ text }) => text)).toEqual(site.jobs);
  setLanguage('en');
  expect(jobsOf(said).map(({ text, lang }) => [text, lang])).toEqual([
    ['welder', undefined],
    ['métrologue', 'fr'],
    ['technicien d’essais', 'fr'],
  ]);
  expect(jobsOf(site).map(({ lang }) => lang)).toEqual(['fr', 'fr', 'fr']);
});

test('[WB8] one and many are found alike', () => {
  expect(sitesFor('éoliennes')).toEqual(['maintenance-eolienne', 'eolien-flottant']);
  expect(sitesFor('robots')).toEqual(['robotique']);
  expect(sitesFor('zzzz')).toEqual([]);
});

test('[WB171] the forum, where classes meet and talks are found by their names, in both languages', () => {
  const named = () => {
    const { places, talks } = foundMeetings(demo);
    return [...places, ...talks].map(({ to }) => to);
  };
  search.value = 'forum';
  expect(named()).toEqual(['/forum']);
  for (const text of ['robots et métiers', 'robots and tomorrow', 'métier de demain']) {
    search.value = text;
    expect(named(), text).toEqual(['/forum/robots-et-metiers']);
  }
  search.value = '  ';
  expect(named()).toEqual(['/forum', '/classes']);
  onlyAvailable.value = true;
  expect(named()).toEqual([]);
});

test('[WB168] where classes meet leads its members to their own class, and everybody else to what can be told to all', () => {
  const classes = () => meetingPlaces(demo)[1];
  const hall = { key: 'classe', to: '/classes', label: 'Hall des classes' };
  for (const role of ['visitor', 'professional', 'moderator', 'organiser'] as const) {
    me.value = { signedIn: true, person: 'p', role, name: 'Ana', own: ['booth:edf'] };
    expect(classes(), role).toEqual(hall);
  }
  me.value = { signedIn: true, person: 'p', role: 'pupil', name: 'Ana', own: ['class:abc'] };
  expect(classes()).toEqual({ key: 'classe', to: '/classe', label: 'Ma classe' });
});
