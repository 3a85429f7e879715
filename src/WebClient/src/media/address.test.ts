import { expect, test } from 'vitest';
import { addressOf } from './address';

test.each([
  ['https://www.edf.fr', 'edf.fr'],
  ['https://www.edf.fr/path?x=1', 'edf.fr'],
  ['https://fr.example.org:8443/x', 'fr.example.org'],
  ['https://énergie.example/x', 'xn--nergie-9ua.example'],
])('[ME1] %s is opened with its host shown', (url, host) => {
  expect(addressOf(url)).toMatchObject({ own: false, host });
});

test.each(['/media/zone/port.svg', '/media/film/film.m3u8', '/media/film/Mon%20film.v2.mp4', '/media/été/100 %.svg'])(
  '[ME1] %s is our own',
  (url) => {
    expect(addressOf(url)).toEqual({ own: true, url });
  },
);

test.each([
  'http://www.edf.fr',
  'https://someone@www.edf.fr',
  'https://192.0.2.7/x',
  'https://[2001:db8::1]/x',
  'https://0x7f.1/',
  'javascript:alert(1)',
  ' https://www.edf.fr',
  'data:text/html,x',
  '//other.example/x',
  '/media/../api/me',
  '/media/..\\x',
  '/media/%2e%2e/api/me',
  '/media/.%2E/api/me',
  '/media/.\t./api/me',
  '/media/.\n./api/me',
  '/media/%252e%252e/api/me',
  '/media/%25252E./api/me',
  '/media/..%2fapi/me',
  '/media/x%2F%2e%2e%5Capi/me',
  '/media/\\api/me',
  '/media/%5c%5capi',
  '/api/me',
  'https://',
  '',
])('[ME1] %j is never clickable', (url) => {
  expect(addressOf(url)).toBeNull();
});
