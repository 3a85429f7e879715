import { marked } from '../agenda/agenda';
import { myClass } from '../classrooms/myClass';
import { Icon } from '../design/Icon';
import { setTheme, type Theme, theme } from '../design/theme';
import { language, setLanguage, t } from '../i18n';
import { Link } from '../router';
import { me, signOut } from '../sign-in/session';

export function Header() {
  const who = me.value;
  return (
    <header class="top">
      <Link to="/" class="brand">
        <img src="/icon.svg" alt="" width="32" height="32" />
        {t('appName')}
      </Link>
      {who && (
        <nav aria-label={t('appName')}>
          <Link to="/" parts={['zone', 'stands', 'connexion', 'classes']}>
            {t('zone')}
          </Link>
          <Link to="/forum" parts={['forum']}>
            {t('forum')}
          </Link>
          <Link to="/agenda">
            {t('agenda')}
            {marked.value.size > 0 && ` (${marked.value.size})`}
          </Link>
          {myClass() && (
            <Link to="/classe" parts={['class']}>
              {t('myClass')}
            </Link>
          )}
          {who.role === 'professional' && (
            <Link to="/comptoir" parts={['comptoir']}>
              {t('desk')}
            </Link>
          )}
          {(who.role === 'organiser' || who.role === 'moderator') && (
            <>
              <Link to="/moderation">{t('moderation')}</Link>
              <Link to="/organisation" parts={['organisation']}>
                {t('organiser')}
              </Link>
            </>
          )}
        </nav>
      )}
      <div class="tools">
        <LanguageSwitch />
        <ThemeSwitch />
        {who && (
          <>
            <span class="who">
              <bdi>{who.name}</bdi> <span class="badge">{t(`role_${who.role}`)}</span>
            </span>
            <button type="button" class="quiet" onClick={() => void signOut()}>
              <Icon name="leave" />
              <span class="words">{t('signOut')}</span>
            </button>
          </>
        )}
      </div>
    </header>
  );
}

/** Names the other language in its own words, so that whoever needs it can read it. */
function LanguageSwitch() {
  const other = language.value === 'fr' ? 'en' : 'fr';
  return (
    <button type="button" class="quiet" lang={other} onClick={() => setLanguage(other)}>
      {other === 'en' ? 'English' : 'Français'}
    </button>
  );
}

const next: Record<Theme, Theme> = { auto: 'dark', dark: 'light', light: 'auto' };
const names = { auto: 'themeAuto', dark: 'themeDark', light: 'themeLight' } as const;

function ThemeSwitch() {
  const label = `${t('theme')}${t('colon')}${t(names[theme.value])}`;
  return (
    <button type="button" class="quiet" aria-label={label} title={label} onClick={() => setTheme(next[theme.value])}>
      <Icon name={theme.value} />
    </button>
  );
}
