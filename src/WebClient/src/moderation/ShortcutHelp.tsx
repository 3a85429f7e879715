import { t } from '../i18n';
import { keys, setShortcuts, shortcutsOn } from './shortcuts';
import './moderation.css';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  return (
    <section class="card inset shortcuts" aria-label={t('shortcuts')}>
      <dl>
        {keys.map(({ key, says }) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(says)}</dd>
          </div>
        ))}
      </dl>
      <label class="inline">
        <input
          type="checkbox"
          checked={shortcutsOn.value}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />{' '}
        {t('shortcutsOn')}
      </label>
      <button type="button" class="quiet" onClick={onClose}>
        {t('close')}
      </button>
    </section>
  );
}
