import { t } from '../i18n';

export function peopleText(count: number): string {
  return count === 0 ? t('peopleNone') : t('people', { n: count });
}

export function People({ count }: { count: number }) {
  return <span class="whole">{peopleText(count)}</span>;
}
