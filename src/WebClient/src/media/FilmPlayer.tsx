import type HlsPlayer from 'hls.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language, local, t } from '../i18n';
import type { Medium } from '../zone/programme';
import { isPlaylist } from './address';
import { useIntoSight } from './useIntoSight';

/** Where each film was left, s: it goes on there when it is opened again. */
const places = new Map<string, number>();

/** How often hls.js is asked to go on after an error it does not get over by itself. */
const mostRecoveries = 3;

/** A film in the browser's own player. A playlist goes through hls.js where that runs: it offers the sound alone, and the same captions everywhere. */
export function FilmPlayer({ medium }: { medium: Medium }) {
  const video = useRef<HTMLVideoElement>(null);
  const player = useRef<HlsPlayer | null>(null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  /** Whether there is a variant of sound alone. */
  const [hasSound, setHasSound] = useState(false);
  const [soundOnly, setSoundOnly] = useState(false);
  const playing = useRef(false);
  const playlist = isPlaylist(medium.url);
  useIntoSight(video);

  useEffect(() => {
    const element = video.current;
    if (!element || !playlist) {
      return;
    }
    let gone = false;
    Promise.all([import('hls.js'), import('./sound')]).then(
      ([{ default: Hls }, { soundLoader }]) => {
        if (gone) {
          return;
        }
        if (!Hls.isSupported()) {
          // A telephone that plays lists by itself, or says that it cannot
          element.src = medium.url;
          return;
        }
        const hls = new Hls({
          // It would be started from a blob, which the content security policy has no reason to allow.
          enableWorker: false,
          capLevelToPlayerSize: true,
          // The programme's captions stand in the page; only where it names none are the list's own shown, chosen before they are known: a choice made later is lost.
          ...(medium.captions.length > 0
            ? { renderTextTracksNatively: false }
            : { subtitlePreference: { lang: language.peek() } }),
          ...(soundOnly ? { pLoader: soundLoader(Hls) } : {}),
        });
        player.current = hls;
        hls.on(Hls.Events.MANIFEST_LOADED, (_, { levels }) => {
          // Before it leaves out what has no picture
          const silent = levels.some((level) => !level.videoCodec && !level.width);
          setHasSound((had) => had || (silent && levels.length > 1));
        });
        let left = mostRecoveries;
        hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
          if (!fatal) {
            return;
          }
          // A recovered player begins as one that was never started.
          playing.current ||= type === 'mediaError' && element.paused === false;
          if (left <= 0 || !recovers(hls, type)) {
            setFailed(true);
          }
          left--;
        });
        hls.loadSource(medium.url);
        hls.attachMedia(element);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      player.current?.destroy();
      player.current = null;
    };
  }, [medium.url, playlist, soundOnly, attempt]);

  const choose = (only: boolean): void => {
    playing.current = video.current?.paused === false;
    setSoundOnly(only);
  };
  const again = (): void => {
    playing.current = true;
    setFailed(false);
    setAttempt(attempt + 1);
    if (!player.current) {
      video.current?.load();
    }
  };
  /** Where it was left, and as it was. */
  const goOn = (element: HTMLVideoElement): void => {
    element.currentTime = places.get(medium.url) ?? element.currentTime;
    if (playing.current) {
      playing.current = false;
      element.play().catch(() => undefined);
    }
  };

  return (
    <figure class={soundOnly ? 'film sound-only' : 'film'}>
      {/* biome-ignore lint/a11y/useMediaCaption: the programme says which captions there are */}
      <video
        ref={video}
        controls
        playsinline
        preload="metadata"
        src={playlist ? undefined : medium.url}
        aria-label={local(medium.title)}
        onLoadedMetadata={({ currentTarget }) => goOn(currentTarget)}
        onTimeUpdate={({ currentTarget: { currentTime } }) => currentTime > 0 && places.set(medium.url, currentTime)}
        onEnded={() => places.delete(medium.url)}
        // hls.js gets over what it can.
        onError={() => player.current ?? setFailed(true)}
      >
        {medium.captions.map((captions) => (
          <track
            key={captions.url}
            kind="captions"
            src={captions.url}
            srclang={captions.language}
            label={new Intl.DisplayNames(language.value, { type: 'language' }).of(captions.language)}
            default={captions.language === language.value}
          />
        ))}
      </video>
      {hasSound && (
        <label class="inline">
          <input type="checkbox" checked={soundOnly} onChange={(event) => choose(event.currentTarget.checked)} />{' '}
          {t('soundOnly')}
        </label>
      )}
      {failed && (
        <p class="notice" role="alert">
          {t('filmFailed')}{' '}
          <button type="button" class="soft" onClick={again}>
            {t('retry')}
          </button>
        </p>
      )}
    </figure>
  );
}

/** Goes on after an error where that is possible: without a list there is nothing to go on with. */
function recovers(hls: HlsPlayer, type: string): boolean {
  if (type === 'networkError' && hls.levels.length > 0) {
    hls.startLoad();
    return true;
  }
  if (type === 'mediaError') {
    hls.recoverMediaError();
    return true;
  }
  return false;
}
