import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { learn } from '../classrooms/labels';
import { t } from '../i18n';
import { Link, pathOf } from '../router';
import { call, live } from '../sign-in/session';
import { People } from '../zone/People';
import { board, waitingOf } from './board';
import { type ClassRow, rowsOf, type SchoolClass, shownRows, watchClass, watchedClasses } from './classes';
import { Waits } from './Waits';

const all = signal<readonly SchoolClass[]>([]);

/** Which classes wait for somebody, and choosing those whose cases are in the queue. */
export function ClassWatch() {
  const [search, setSearch] = useState('');
  const state = live.state.value;
  useEffect(() => {
    if (state === 'live') {
      void loadAll();
    }
  }, [state]);
  const rows = rowsOf(all.value, board.value, watchedClasses.value, search);
  const waiting = waitingOf(board.value).filter((row) => row.room.startsWith('class:')).length;
  return (
    <section class="card" aria-label={t('classes')}>
      <h2>{t('classes')}</h2>
      <p class={waiting > 0 ? 'notice' : 'hint'} role="status">
        {waiting > 0 ? t('classesWaiting', { n: waiting }) : t('noClassWaits')}
      </p>
      <label>
        {t('classSearch')}
        <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </label>
      {search && rows.length === 0 && <p class="hint">{t('noClassFound')}</p>}
      <ul class="plain lines watched">
        {rows.slice(0, shownRows).map((row) => (
          <Row key={row.key} row={row} />
        ))}
      </ul>
      {rows.length > shownRows && <p class="hint">{t('moreClasses', { n: rows.length - shownRows })}</p>}
    </section>
  );
}

function Row({ row }: { row: ClassRow }) {
  return (
    <li data-class={row.key}>
      <label class="inline">
        <input
          type="checkbox"
          checked={watchedClasses.value.includes(row.room)}
          onChange={(event) => watchClass(row.room, event.currentTarget.checked)}
        />{' '}
        {row.label}
      </label>
      <Waits row={row} />
      {row.present > 0 && (
        <span class="hint">
          <People count={row.present} />
        </span>
      )}
      <span class="end">
        <Link to={pathOf(row.room)}>
          {t('openRoom')}
          <span class="hidden"> {row.label}</span>
        </Link>
      </span>
    </li>
  );
}

async function loadAll(): Promise<void> {
  try {
    const told = (await call<{ classes: readonly SchoolClass[] }>('GET', '/api/classes')).classes;
    all.value = told;
    learn(Object.fromEntries(told.map((one) => [`class:${one.key}`, one.label])));
  } catch {
    // The next connection asks again; what was known holds.
  }
}
