import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

interface Demo {
  readonly zones: readonly { readonly key: string; readonly label: { readonly fr: string } }[];
  readonly sites: readonly {
    readonly number: number;
    readonly label: string;
    readonly zone: string;
    readonly jobs: readonly string[];
  }[];
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

/** The demo's documents: a poster of the jobs of each district, drawn from the demo's own programme while the client is built. */
export function districtPosters(demo: URL): Plugin {
  return {
    name: 'district-posters',
    generateBundle() {
      const programme = JSON.parse(readFileSync(demo, 'utf8')) as Demo;
      for (const zone of programme.zones) {
        this.emitFile({
          type: 'asset',
          fileName: `media/quartiers/${zone.key}.svg`,
          source: poster(
            zone.label.fr,
            colours[zone.key] ?? '#0b4f6c',
            programme.sites.filter((site) => site.zone === zone.key),
          ),
        });
      }
    },
  };
}

const lineHeight = 46;

function poster(title: string, colour: string, sites: Demo['sites']): string {
  const height = 330 + sites.length * lineHeight;
  const rows = sites.map((site, index) => {
    const y = 262 + index * lineHeight;
    return (
      `<circle cx="72" cy="${y - 7}" r="17" fill="${colour}"/>` +
      `<text x="72" y="${y - 1}" class="n">${site.number}</text>` +
      `<text x="104" y="${y}" class="s">${escaped(site.label)}</text>` +
      `<text x="910" y="${y}" class="j">${escaped(site.jobs.join(' · '))}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 ${height}" font-family="system-ui, sans-serif">` +
    `<title>${escaped(`Les métiers du quartier ${title}`)}</title>` +
    '<style>.n{fill:#fff;font:700 17px system-ui,sans-serif;text-anchor:middle}.s{fill:#14252e;font:600 20px system-ui,sans-serif}.j{fill:#4a5c66;font:15px system-ui,sans-serif;text-anchor:end}</style>' +
    `<rect width="960" height="${height}" fill="#fffdf8"/><rect width="960" height="200" fill="${colour}"/>` +
    `<path d="M0 200v-34h70v-46l46 28v-28l46 28v-28l46 28v52h60v-86h22v86h70v-20a44 44 0 0 1 88 0v20h70v-120h14v120h54v-60h90v60h64l12-96q4-20-4-40h60q-8 20-4 40l12 96h80v-30h30v30h54v4H0z" fill="#ffffff" opacity=".16"/>` +
    `<text x="50" y="84" fill="#fff" font-size="42" font-weight="800">${escaped(title)}</text>` +
    '<text x="50" y="122" fill="#fff" font-size="21">Les métiers que l’on y rencontre</text>' +
    rows.join('') +
    `<text x="50" y="${height - 26}" fill="#4a5c66" font-size="15">Document de démonstration</text></svg>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
