import { amount, bytes, shortDayAndClock } from '../i18n';
import { known, s } from '../i18n/status';
import type { SiloReport } from './status';

export function SiloTable({ silos }: { silos: readonly SiloReport[] }) {
  return (
    <section class="card" aria-labelledby="silos">
      <h2 id="silos">{s('silos')}</h2>
      <p class="soft">{s('silosHint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scrolls" tabIndex={0} aria-labelledby="silos">
        <table>
          <thead>
            <tr>
              <th scope="col">{s('silo')}</th>
              <th scope="col">{s('state')}</th>
              <th scope="col">{s('grains')}</th>
              <th scope="col">{s('heap')}</th>
              <th scope="col">{s('since')}</th>
            </tr>
          </thead>
          <tbody>
            {silos.map((silo) => (
              <tr key={silo.silo + silo.startedAt}>
                <th scope="row">{silo.silo}</th>
                <td>
                  <span class={`badge ${silo.state === 'Active' ? 'good' : 'wait'}`}>
                    {known(`state_${silo.state}`) ?? silo.state}
                  </span>
                </td>
                <td class="number">{silo.state === 'Active' ? amount(silo.activations) : '–'}</td>
                <td class="number">{silo.state === 'Active' ? bytes(silo.memoryBytes) : '–'}</td>
                <td>{shortDayAndClock(silo.startedAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
