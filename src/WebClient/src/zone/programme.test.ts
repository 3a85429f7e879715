import { expect, test } from 'vitest';
import { matches, type Site } from './programme';

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
