import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { go, Link } from '../router';
import { signIn } from './session';

/** Reads the secret from the fragment, which no server sees, uses it and clears it. */
export function InvitePage() {
  const [bad, setBad] = useState(false);
  useEffect(() => {
    const token = location.hash.slice(1);
    history.replaceState(null, '', '/invite');
    signIn('invite', { token }).then(
      () => go('/', { replace: true }),
      () => setBad(true),
    );
  }, []);
  return (
    <section class="card">
      <h1>{t('inviteTitle')}</h1>
      {bad ? (
        <>
          <p role="alert">{t('inviteBad')}</p>
          <Link to="/">{t('back')}</Link>
        </>
      ) : (
        <p role="status">{t('inviteWorking')}</p>
      )}
    </section>
  );
}
