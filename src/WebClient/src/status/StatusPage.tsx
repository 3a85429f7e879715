import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Loading } from '../design/Loading';
import { amount, bytes, clock } from '../i18n';
import { known, s } from '../i18n/status';
import { call } from '../sign-in/session';
import { EdgeTable } from './EdgeTable';
import { SiloTable } from './SiloTable';
import type { Status } from './status';
import './status.css';

const everyMs = 5000;

export function StatusPage() {
  const status = useSignal<Status | undefined>(undefined);
  const failed = useSignal(false);
  useEffect(() => {
    let asking = false;
    async function look(): Promise<void> {
      if (document.hidden || asking) {
        return;
      }
      asking = true;
      try {
        status.value = await call<Status>('GET', '/api/status');
        failed.value = false;
      } catch {
        failed.value = true;
      }
      asking = false;
    }
    void look();
    const timer = setInterval(() => void look(), everyMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [status, failed]);
  return (
    <article class="status">
      <h1>{s('title')}</h1>
      {failed.value && (
        <p class="notice" role="alert">
          {s('failed')}
        </p>
      )}
      {status.value ? <Shown status={status.value} /> : !failed.value && <Loading />}
    </article>
  );
}

function Shown({ status }: { status: Status }) {
  const talking = status.edges.filter((edge) => !edge.silent).map((edge) => edge.report);
  const sum = (figure: (report: (typeof talking)[number]) => number): number =>
    talking.reduce((total, report) => total + figure(report), 0);
  return (
    <>
      <p class="soft">
        {s('intro')} {s('at', { time: clock(status.at) })}
      </p>
      <section aria-live="polite">
        {status.problems.length === 0 ? (
          <p class="card all-well">
            <span class="badge good">✓</span> {s('well')}
          </p>
        ) : (
          <>
            <h2>{s('attention')}</h2>
            <ul class="plain">
              {status.problems.map(({ code, where, figure }) => (
                <li class="card problem" key={code + where} data-code={code}>
                  <strong>{known(`p_${code}`, { where, n: figure }) ?? `${code} ${where} ${figure}`}</strong>
                  <span>{known(`p_${code}_do`)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      <dl class="figures">
        <Figure label={s('people')} value={amount(status.connections)} />
        <Figure label={s('delivered')} value={amount(sum((report) => report.deliveriesPerSecond))} />
        <Figure label={s('sent')} value={bytes(sum((report) => report.bytesPerSecond))} />
      </dl>
      <EdgeTable edges={status.edges} />
      <SiloTable silos={status.silos} />
    </>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div class="card">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
