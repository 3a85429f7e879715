import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { mark, marked } from './agenda';

export function MarkButton({ talk, title }: { talk: string; title: string }) {
  const on = marked.value.has(talk);
  return (
    <button type="button" class="soft mark" aria-pressed={on} onClick={() => mark(talk, !on)}>
      <Icon name="star" /> {on ? t('inAgenda') : t('addToAgenda')}
      <span class="hidden">
        {t('colon')}
        {title}
      </span>
    </button>
  );
}
