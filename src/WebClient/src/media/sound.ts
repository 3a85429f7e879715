import type Hls from 'hls.js';
import type { PlaylistLoaderConstructor } from 'hls.js';

/** Whether an entry of a list of variants has a picture. */
function isPictured(entry: string): boolean {
  const codecs = /CODECS="([^"]*)"/.exec(entry)?.[1]?.split(',') ?? [];
  return /[:,]RESOLUTION=/.test(entry) || codecs.some((one) => !/^\s*(mp4a|ac-3|ec-3|opus|flac|fLaC)/i.test(one));
}

/** A list of variants without those that have a picture, captions included; as it is where nothing would be left. */
export function soundOf(list: string): string {
  const lines = list.split(/\r?\n/);
  const entry = (line: string | undefined): boolean => line?.startsWith('#EXT-X-STREAM-INF:') ?? false;
  if (!lines.some((line) => entry(line) && !isPictured(line))) {
    return list;
  }
  const captions = lines.map((line) => entry(line) && /[:,](SUBTITLES="[^"]*")/.exec(line)?.[1]).find(Boolean);
  return lines
    .filter((line, at) => ![line, lines[at - 1]].some((one) => entry(one) && isPictured(one ?? '')))
    .map((line) => (captions && entry(line) && !/[:,]SUBTITLES=/.test(line) ? `${line},${captions}` : line))
    .join('\n');
}

/** Reads lists as hls.js does, and of a list of variants the sound: a player that has pictures to choose from leaves out what has none. */
export function soundLoader(player: typeof Hls): PlaylistLoaderConstructor {
  const Plain = player.DefaultConfig.loader as unknown as PlaylistLoaderConstructor;
  return class extends Plain {
    override load(...[context, config, callbacks]: Parameters<InstanceType<PlaylistLoaderConstructor>['load']>): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess: (response, ...rest) => {
          const list = `${context.type}` === 'manifest' ? soundOf(String(response.data)) : response.data;
          callbacks.onSuccess({ ...response, data: list }, ...rest);
        },
      });
    }
  };
}
