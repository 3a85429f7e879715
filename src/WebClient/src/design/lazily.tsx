import { signal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { Loading } from './Loading';

/** A screen whose script is fetched when it is first shown: who never opens it never pays for it. */
export function lazily<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  const screen = signal<FunctionComponent<P> | null>(null);
  const failed = signal(false);
  return function Lazy(props: P): JSX.Element {
    useEffect(() => {
      if (!screen.value) {
        load().then(
          (loaded) => {
            screen.value = loaded;
          },
          () => {
            failed.value = true;
          },
        );
      }
    }, []);
    const Screen = screen.value;
    if (Screen) {
      return <Screen {...props} />;
    }
    return failed.value ? (
      <p class="notice" role="alert">
        {t('screenFailed')}{' '}
        <button type="button" onClick={() => location.reload()}>
          {t('reload')}
        </button>
      </p>
    ) : (
      <Loading />
    );
  };
}
