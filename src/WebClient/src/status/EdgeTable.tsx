import { amount, bytes, clock, shortDayAndClock, why } from '../i18n';
import { s } from '../i18n/status';
import type { EdgeStatus } from './status';

export function EdgeTable({ edges }: { edges: readonly EdgeStatus[] }) {
  return (
    <section class="card" aria-labelledby="edges">
      <h2 id="edges">{s('edges')}</h2>
      <p class="soft">{s('edgesHint')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scrolls" tabIndex={0} aria-labelledby="edges">
        <table>
          <thead>
            <tr>
              <th scope="col">{s('edge')}</th>
              <th scope="col">{s('state')}</th>
              <th scope="col">{s('connections')}</th>
              <th scope="col">{s('deliveries')}</th>
              <th scope="col">{s('cores')}</th>
              <th scope="col">{s('memory')}</th>
              <th scope="col">{s('refused')}</th>
              <th scope="col">{s('since')}</th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge) => (
              <Row key={edge.report.edge} edge={edge} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ edge }: { edge: EdgeStatus }) {
  const { report } = edge;
  const [state, look] = edge.silent
    ? [s('state_silent', { time: clock(edge.heardAt) }), 'wait']
    : report.overload > 0
      ? [s('state_overload', { n: report.overload }), 'wait']
      : [s('state_well'), 'good'];
  return (
    <tr>
      <th scope="row">{report.edge}</th>
      <td>
        <span class={`badge ${look}`}>{state}</span>
      </td>
      <td class="number">
        {amount(report.connections)} / {amount(report.places)}
      </td>
      <td class="number">{amount(report.deliveriesPerSecond)}</td>
      <td class="number">{s('coresOf', { n: amount(report.cores, 2) })}</td>
      <td class="number">{bytes(report.memoryBytes)}</td>
      <td>
        {report.refused.length === 0
          ? s('none')
          : report.refused.map(({ code, count }) => `${why(code)} ${amount(count)}`).join(' · ')}
      </td>
      <td>{shortDayAndClock(report.startedAt)}</td>
    </tr>
  );
}
