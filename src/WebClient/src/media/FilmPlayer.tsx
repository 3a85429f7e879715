import type HlsPlayer from 'hls.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language, local, t } from '../i18n';
import type { Medium } from '../zone/programme';
import { isPlaylist } from './address';

/** A film in the browser's own player. A playlist goes through hls.js where that runs: it offers the sound alone, and the same captions everywhere. */
export function FilmPlayer({ medium }: { medium: Medium }) {
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const [soundOnly, setSoundOnly] = useState(false);
  const playlist = isPlaylist(medium.url);
  const player = useRef<HlsPlayer | null>(null);
  /** The playlist of the sound alone, where there is one. */
  const [sound, setSound] = useState<string | null>(null);

  useEffect(() => {
    const element = video.current;
    if (!element || !playlist) {
      return;
    }
    let gone = false;
    import('hls.js').then(
      ({ default: Hls }) => {
        if (gone) {
          return;
        }
        if (!Hls.isSupported()) {
          // A telephone that plays lists by itself, or says that it cannot
          element.src = medium.url;
          return;
        }
        // No worker: it would be started from a blob, which the content security policy has no reason to allow.
        const hls = new Hls({ enableWorker: false, capLevelToPlayerSize: true });
        player.current = hls;
        hls.on(Hls.Events.MANIFEST_LOADED, (_, { levels }) => {
          // Before it leaves out what has no picture
          const silent = levels.find((level) => !level.videoCodec && !level.width);
          if (silent && levels.length > 1) {
            setSound(silent.url);
          }
        });
        hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, (_, { subtitleTracks }) => {
          hls.subtitleTrack = subtitleTracks.findIndex((track) => track.lang === language.peek());
        });
        hls.on(Hls.Events.ERROR, (_, data) => data.fatal && setFailed(true));
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
  }, [medium.url, playlist]);

  const choose = (only: boolean): void => {
    setSoundOnly(only);
    const element = video.current;
    const hls = player.current;
    if (element && hls && sound) {
      const at = element.currentTime;
      const playing = !element.paused;
      hls.loadSource(only ? sound : medium.url);
      element.addEventListener(
        'loadedmetadata',
        () => {
          element.currentTime = at;
          if (playing) {
            element.play().catch(() => undefined);
          }
        },
        { once: true },
      );
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
        onError={() => setFailed(true)}
      >
        {!playlist &&
          medium.captions.map((captions) => (
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
      {sound && (
        <label class="inline">
          <input type="checkbox" checked={soundOnly} onChange={(event) => choose(event.currentTarget.checked)} />{' '}
          {t('soundOnly')}
        </label>
      )}
      {failed && (
        <p class="notice" role="alert">
          {t('filmFailed')}
        </p>
      )}
    </figure>
  );
}
