import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { fr } from '../src/i18n/fr.ts';

interface Site {
  readonly number: number;
  readonly key: string;
  readonly label: string;
  readonly sector: { readonly fr: string };
  readonly zone: string;
  readonly fictional: boolean;
  readonly jobs: readonly string[];
}

interface Zone {
  readonly key: string;
  readonly label: { readonly fr: string };
}

interface Demo {
  readonly zones: readonly Zone[];
  readonly sites: readonly Site[];
}

const colours: Readonly<Record<string, string>> = {
  port: '#1f6f9c',
  energie: '#b06f00',
  metal: '#7b5141',
  aero: '#5a58a8',
  chimie: '#96463f',
  numerique: '#16776f',
  sante: '#a04a78',
  centre: '#3f7444',
};

/** The demo's documents, drawn from the demo's own programme while the client is built: the jobs of each district and of each site. Nothing is invented about either. */
export function demoDocuments(demo: URL): Plugin {
  return {
    name: 'demo-documents',
    generateBundle() {
      const { zones, sites } = JSON.parse(readFileSync(demo, 'utf8')) as Demo;
      for (const zone of zones) {
        const here = sites.filter((site) => site.zone === zone.key);
        this.emitFile({ type: 'asset', fileName: `media/quartiers/${zone.key}.svg`, source: district(zone, here) });
        for (const site of here) {
          this.emitFile({ type: 'asset', fileName: `media/sites/${site.key}.svg`, source: sheet(site, zone) });
        }
      }
    },
  };
}

const jobsHere = 'Les métiers que l’on y rencontre';

function district(zone: Zone, sites: readonly Site[]): string {
  const colour = colourOf(zone);
  const rows = sites.map((site, index) => {
    const y = 262 + index * 46;
    return (
      `<circle cx="72" cy="${y - 7}" r="17" fill="${colour}"/>` +
      `<text x="72" y="${y - 1}" class="n">${site.number}</text>` +
      `<text x="104" y="${y}" class="s">${escaped(site.label)}</text>` +
      `<text x="910" y="${y}" class="j">${escaped(site.jobs.join(' · '))}</text>`
    );
  });
  return page({
    title: `Les métiers du quartier ${zone.label.fr}`,
    style:
      '.n{fill:#fff;font:700 17px system-ui,sans-serif;text-anchor:middle}.s{fill:#14252e;font:600 20px system-ui,sans-serif}.j{fill:#4a5c66;font:15px system-ui,sans-serif;text-anchor:end}',
    height: 330 + sites.length * 46,
    colour,
    head: zone.label.fr,
    below: jobsHere,
    body: rows.join(''),
    foot: 'Document de démonstration',
  });
}

function sheet(site: Site, zone: Zone): string {
  const colour = colourOf(zone);
  const rows = site.jobs.map((job, index) => {
    const y = 322 + index * 58;
    return `<circle cx="62" cy="${y - 10}" r="9" fill="${colour}"/><text x="92" y="${y}" class="s">${escaped(job)}</text>`;
  });
  return page({
    title: `Les métiers du site ${site.label}`,
    style:
      '.n{fill:#fff;font:800 40px system-ui,sans-serif;text-anchor:end}.s{fill:#14252e;font:600 28px system-ui,sans-serif}.j{fill:#4a5c66;font:21px system-ui,sans-serif}',
    height: 380 + site.jobs.length * 58,
    colour,
    head: site.label,
    below: `${zone.label.fr} · ${site.sector.fr}`,
    body:
      `<text x="910" y="84" class="n">${site.number}</text>` +
      `<text x="50" y="258" class="j">${jobsHere}</text>${rows.join('')}`,
    foot: `Document de démonstration. ${site.fictional ? fr.fictional : fr.named}`,
  });
}

interface PageOf {
  readonly title: string;
  readonly style: string;
  readonly height: number;
  readonly colour: string;
  readonly head: string;
  readonly below: string;
  readonly body: string;
  readonly foot: string;
}

/** A page under a band with the district's colour and a row of roofs. */
function page({ title, style, height, colour, head, below, body, foot }: PageOf): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 ${height}" font-family="system-ui, sans-serif">` +
    `<title>${escaped(title)}</title><style>${style}</style>` +
    `<rect width="960" height="${height}" fill="#fffdf8"/><rect width="960" height="200" fill="${colour}"/>` +
    `<path d="M0 200v-34h70v-46l46 28v-28l46 28v-28l46 28v52h60v-86h22v86h70v-20a44 44 0 0 1 88 0v20h70v-120h14v120h54v-60h90v60h64l12-96q4-20-4-40h60q-8 20-4 40l12 96h80v-30h30v30h54v4H0z" fill="#ffffff" opacity=".16"/>` +
    `<text x="50" y="84" fill="#fff" font-size="42" font-weight="800">${escaped(head)}</text>` +
    `<text x="50" y="122" fill="#fff" font-size="21">${escaped(below)}</text>` +
    body +
    `<text x="50" y="${height - 26}" fill="#4a5c66" font-size="15">${escaped(foot)}</text></svg>`
  );
}

function colourOf(zone: Zone): string {
  return colours[zone.key] ?? '#0b4f6c';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
