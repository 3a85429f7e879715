import { expect, test } from 'vitest';
import { soundOf } from './sound';

const captions = '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="textes",NAME="Français",LANGUAGE="fr",URI="fr.m3u8"';
const pictured =
  '#EXT-X-STREAM-INF:BANDWIDTH=160000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,SUBTITLES="textes"';
const silent = '#EXT-X-STREAM-INF:BANDWIDTH=32000,CODECS="mp4a.40.2",SUBTITLES="textes"';
const list = (...lines: string[]) => ['#EXTM3U', captions, ...lines].join('\n');

test('[ME5] the sound alone keeps its captions, and nothing with a picture', () => {
  expect(soundOf(list(pictured, 'image.m3u8', silent, 'son.m3u8'))).toBe(list(silent, 'son.m3u8'));
  const bare = silent.replace(',SUBTITLES="textes"', '');
  expect(soundOf(list(pictured, 'image.m3u8', bare, 'son.m3u8'))).toBe(list(silent, 'son.m3u8'));
});

test('[ME5] a variant is told to have a picture by its codecs alone, too', () => {
  const unsized = pictured.replace(',RESOLUTION=640x360', '');
  expect(soundOf(list(unsized, 'image.m3u8', silent, 'son.m3u8'))).toBe(list(silent, 'son.m3u8'));
});

test('[ME5] a list without sound alone stays as it is', () => {
  const only = list(pictured, 'image.m3u8');
  expect(soundOf(only)).toBe(only);
});
