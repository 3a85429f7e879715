import { useEffect, useRef, useState } from 'preact/hooks';
import { t, why } from '../i18n';
import { go, Link } from '../router';
import { me, refusalOf, signIn, whoAmI } from './session';

/** What an invitation that is none, or none any more, is answered with; after anything else it may be tried again. */
const spent = 'sign_in_needed';

/** Reads the secret from the fragment, which no server sees, uses it and clears it. */
export function InvitePage() {
  const token = useRef(location.hash.slice(1));
  const [refused, setRefused] = useState<string | null>(null);
  const enter = (): void => {
    setRefused(null);
    signIn('invite', { token: token.current }).then(
      () => go('/', { replace: true }),
      async (error: unknown) => {
        // Who was in before is in still.
        await whoAmI().catch(() => undefined);
        setRefused(refusalOf(error).code);
      },
    );
  };
  useEffect(() => {
    history.replaceState(null, '', '/invite');
    enter();
  }, []);
  return (
    <section class="card">
      <h1>{t('inviteTitle')}</h1>
      {refused === null ? (
        <p role="status">{t('inviteWorking')}</p>
      ) : (
        <>
          <p role="alert">{refused === spent ? t('inviteBad') : t('failed', { why: why(refused) })}</p>
          {refused !== spent && (
            <p>
              <button type="button" onClick={enter}>
                {t('retry')}
              </button>
            </p>
          )}
          <Link to="/">{me.value ? t('goOnAs', { name: me.value.name }) : t('back')}</Link>
        </>
      )}
    </section>
  );
}
